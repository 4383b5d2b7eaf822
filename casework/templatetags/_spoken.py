"""A case reference as it is read out on the telephone."""

_DIGITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
)
_LETTERS = [
    "Alfa",
    "Bravo",
    "Charlie",
    "Delta",
    "Echo",
    "Foxtrot",
    "Golf",
    "Hotel",
    "India",
    "Juliett",
    "Kilo",
    "Lima",
    "Mike",
    "November",
    "Oscar",
    "Papa",
    "Quebec",
    "Romeo",
    "Sierra",
    "Tango",
    "Uniform",
    "Victor",
    "Whiskey",
    "X-ray",
    "Yankee",
    "Zulu",
]
_WORDS = {word[0]: word for word in _LETTERS} | {str(digit): word for digit, word in enumerate(_DIGITS)}


def spoken(reference: str) -> str:
    """Words for each sign, groups set apart: `7K4M-9QXD` is "seven, Kilo, four, Mike – nine, Quebec, X-ray, Delta"."""
    groups = [[_WORDS[sign] for sign in group if sign in _WORDS] for group in reference.upper().split("-")]
    return " – ".join(", ".join(group) for group in groups if group)
