"""What the shapes have in common: kinds of texts, and requests whose unknown members are refused.

The text below a member of a shape is its description in the OpenAPI document.
"""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not hold the character U+0000")
    return text


Text = Annotated[str, AfterValidator(_no_nul)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Run = Annotated[Text, Field(max_length=80)]


class Request(Schema):
    """A request body: what is not described is refused with 422."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True)


class Answer(Schema):
    """The body of an answer."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Page(Answer):
    """Where one page of a longer answer stands."""

    page: int
    """The number of this page; the first is 1."""
    pages: int
    """How many pages there are, at least 1."""
    total: int
    """How many there are on all pages."""


def example(**members: Any) -> ConfigDict:
    """Return the setting that shows a whole request as an example."""
    return ConfigDict(json_schema_extra={"examples": [members]})
