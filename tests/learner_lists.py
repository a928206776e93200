"""Lists of learners as an office brings them."""

from __future__ import annotations

from tests.worlds import SLUG, World
from umiem.services.award.lists import (
    importing,
    mapping,
    preview,
)
from umiem.services.award.lists.importing import DraftView

HEADER = "Nr albumu;Nazwisko;Imię;E-mail;EU1;EU2;EU3;EU4;Ocena\n"


def line(number: int, *, email: str = "", name: str = "Żółć;Świętosława", eu1: str = "75") -> str:
    """Return one row of the file."""
    return f"{number};{name};{email or f'osoba{number}@example.org'};{eu1};80;66;90;4,0\n"


def brought(world: World, text: str, *, run: str = "2026", encoding: str = "utf-8") -> DraftView:
    """Bring a file and take the columns as they were guessed."""
    view = importing.start_list(
        world.issuer, world.slug, SLUG, data=text.encode(encoding), file_name="lista.csv", run=run
    )
    return mapping.map_list(world.issuer, world.slug, view.draft.public_id, mapping.columns_of(view.draft))


def states(world: World, view: DraftView) -> dict[int, str]:
    """Return how each row was judged, by its number in the file."""
    page = preview.page_of_rows(world.issuer, world.slug, view.draft.public_id, size=200)
    return {row.number: row.state for row in page.items}
