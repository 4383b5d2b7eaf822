"""Languages that people are spoken with in, by their code (BCP 47 where it has one). Pure."""

from typing import Final

LANGUAGES: Final = {
    "ar": "Arabic", "bn": "Bengali", "bsl": "British Sign Language", "yue": "Cantonese", "en": "English", "fa": "Farsi",
    "fr": "French", "gu": "Gujarati", "ku": "Kurdish", "zh": "Mandarin", "ne": "Nepali", "ps": "Pashto", "pl": "Polish",
    "pt": "Portuguese", "pa": "Punjabi", "ro": "Romanian", "ru": "Russian", "so": "Somali", "es": "Spanish",
    "ta": "Tamil", "ti": "Tigrinya", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "cy": "Welsh", "und": "Another language",
}  # fmt: skip


def words(code: str) -> str:
    """The language in words; a code that is not listed stands for itself."""
    return LANGUAGES.get(code, code)
