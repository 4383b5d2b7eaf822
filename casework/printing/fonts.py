"""The free fonts (SIL Open Font Licence) that a PDF is set in, and what they can show together. Pure.

They come as packages that hold nothing but files. The first that has a character shows it, so the order is ours.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from casework.printing.coverage import characters

# Family as the typesetter knows it, its package, the file in it: Latin, Greek and Cyrillic; Arabic, Urdu, Persian, Pashto,
# Kurdish; Hindi, Nepali; Bengali, Sylheti as it is written in Bengali; Tamil; Hebrew; Chinese, Japanese, Korean.
FONTS: Final = (
    ("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    ("Noto Sans Arabic", "fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    ("Noto Sans Devanagari", "fontpkg_noto_sans_devanagari", "files/NotoSansDevanagari[wdth,wght].ttf"),
    ("Hind Siliguri", "fontpkg_hind_siliguri", "files/HindSiliguri-Regular.ttf"),
    ("Noto Sans Tamil", "fontpkg_noto_sans_tamil", "files/NotoSansTamil[wdth,wght].ttf"),
    ("Heebo", "fontpkg_heebo", "files/Heebo[wght].ttf"),
    ("Noto Sans CJK SC", "noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc"),
)
FAMILIES: Final = tuple(family for family, _, _ in FONTS)
_ALL: Final = 0x110000


def files() -> list[Path]:
    return [_folder(package) / file for _, package, file in FONTS]


def folders() -> list[str]:
    return [str(file.parent) for file in files()]


def _folder(package: str) -> Path:
    """Where a package lies, without running anything of it."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The font package {package} is not installed.", name=package)
    return Path(spec.submodule_search_locations[0])


@cache
def shapes() -> bytes:
    """For each code point, which fonts have it, as one bit a font. Read once, in about a tenth of a second."""
    known = bytearray(_ALL)
    for bit, file in enumerate(files()):
        for code in characters(file.read_bytes()):
            known[code] |= 1 << bit
    return bytes(known)
