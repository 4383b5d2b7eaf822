"""Of contacts and events: an index that another one begins with goes, and so does one of a key that nothing is asked by; of
what most have none of, only those are held that have one (docs/adr/0042). Built and dropped beside the office's work.
"""

from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import PROTECT, ForeignKey, Index, Q

from casework.migration_parts import key_without_index

SPARSE = (("contact", "service"), ("event", "contact"), ("event", "person"))
ATTEMPTED = "The callback or promise that this contact tried to keep."


def of_contact(to: str, **more: str) -> ForeignKey:
    return ForeignKey(blank=True, db_index=False, null=True, on_delete=PROTECT, to=to, **more)


def of_event(to: str, back: str) -> ForeignKey:
    return ForeignKey(db_index=False, null=True, on_delete=PROTECT, related_name=back, to=to)


CONTACT_KEYS = (
    ("case", of_contact("casework.case", related_name="contacts"), "20a47487"),
    ("contact_point", of_contact("casework.contactpoint", related_name="contacts"), "d9cc9395"),
    ("follow_up", of_contact("casework.followup", help_text=ATTEMPTED, related_name="attempts"), "74d5a6c6"),
    ("service", of_contact("casework.service", related_name="contacts"), "2fcaafe9"),
)
EVENT_KEYS = (
    ("case", of_event("casework.case", "events"), "84963066"),
    ("contact", of_event("casework.contact", "events"), "658d56e8"),
    ("person", of_event("casework.person", "events"), "b905ed61"),
    ("actor", of_event(settings.AUTH_USER_MODEL, "+"), "9a8862c9"),
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("casework", "0019_versions_of_a_case_by_their_case")]

    operations = [
        *(
            AddIndexConcurrently(
                model, Index(fields=[name], name=f"{model}_{name}", condition=Q(**{f"{name}__isnull": False}))
            )
            for model, name in SPARSE
        ),
        *(
            key_without_index(model, name, field, index=f"casework_{model}_{name}_id_{last}")
            for model, keys in (("contact", CONTACT_KEYS), ("event", EVENT_KEYS))
            for name, field, last in keys
        ),
    ]
