"""What the shapes have in common: kinds of texts, and requests whose unknown members are refused."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field


def _no_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not hold the character U+0000")
    return text


Text = Annotated[str, AfterValidator(_no_nul)]
Name = Annotated[Text, Field(min_length=1, max_length=200)]
Run = Annotated[Text, Field(max_length=80, description="The edition, for instance 2026/27-Z")]


class Request(Schema):
    """A request body: what is not described is refused with 422."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
