"""Words that the made-up office's staff send again and again: (code, language, name, words, code of a service or "")."""

from typing import Final

TEMPLATES: Final = (
    (
        "ring-back", "en", "We will ring back",
        "Hello {name}, {staff} will ring you tomorrow about {reference}. Reply with a better time if you have one.", "",
    ),
    (
        "ring-back", "cy", "We will ring back",
        "Helo {name}, bydd {staff} yn eich ffonio yfory am {reference}. Atebwch gydag amser gwell os oes un.", "",
    ),
    ("more-needed", "en", "More is needed", "{office}: to go on with {reference} we need to know more. Please reply.", ""),
    (
        "repair-day", "en", "A day for the repair",
        "{office}: a plumber can come on Tuesday between 9 and 12 for {reference}. Reply YES, or tell us another day.",
        "housing-repair",
    ),
)  # fmt: skip
