"""`python -m casework.printing.typeset`: what is to be printed comes in as JSON, the PDF goes out.

A process of its own, with limits on memory and time, so that a case that nothing can set takes nobody with it. It has no
database, no settings and no reason to open any file but the sheet and the fonts: the text is data, never markup.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, Final

import typst

from casework.printing.fonts import FAMILIES, folders

SHEET: Final = Path(__file__).with_name("sheet.typ")
MEMORY: Final = 2 * 1024**3  # of addresses, of which a part of a case uses a tenth
SECONDS: Final = 90
# With tags for screen readers; a sheet that falls short of the standard is still tagged.
ACCESSIBLE: Final = "ua-1"


def pdf(document: dict[str, Any]) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders()))
    compiler = typst.Compiler(
        SHEET,
        root=SHEET.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps({**document, "fonts": FAMILIES})},
    )
    try:
        made = compiler.compile(format="pdf", pdf_standards=[ACCESSIBLE])
    except typst.TypstError as error:
        if "UA-1" not in error.message:
            raise
        made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("A PDF is one file.")
    return made


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(pdf(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
