"""Every scripted conversation, by the team that mostly deals with it."""

from typing import Final

from casework.demo.script import Story
from casework.demo.stories import families, housing, housing_more, loose_ends, money, outreach, streets

SCRIPTED: Final[tuple[Story, ...]] = (
    *housing.STORIES,
    *housing_more.STORIES,
    *money.STORIES,
    *streets.STORIES,
    *families.STORIES,
    *outreach.STORIES,
    *loose_ends.STORIES,
)
