"""What stands in addresses, queries and headers of the API: each parameter is described once."""

from __future__ import annotations

import uuid
from typing import Annotated, Literal

from ninja import Header, Path, Query

Organisation = Annotated[
    str, Path(description="The short name of the organisation.", example="politechnika-przykladowa")
]
Slug = Annotated[str, Path(description="The short name of the definition.", example="podstawy-jezyka-python")]
Version = Annotated[
    int | None, Query(description="The version of the definition; the newest when it is missing.")
]
Before = Annotated[int, Query(description="The earlier version.", example=1)]
After = Annotated[int, Query(description="The later version.", example=2)]
OfferId = Annotated[uuid.UUID, Path(description="The identifier of the offer.")]

ListId = Annotated[uuid.UUID, Path(description="The identifier of the list.")]
RowNumber = Annotated[int, Path(description="The number of the row in the spreadsheet.", example=2)]
OneRow = Annotated[int | None, Query(description="Only in the row with this number; else the newest of all.")]
RowState = Annotated[
    Literal["all", "problem", "warning", "fine", "already-awarded", "left-out"],
    Query(description="Only rows in this state."),
]
RowWords = Annotated[str, Query(description="Only rows with these words in a cell.")]
Program = Annotated[
    Literal["csv", "excel"],
    Query(description="`excel`: as a spreadsheet with Polish settings opens it; `csv`: as programs read it."),
]
FileLanguage = Annotated[Literal["pl", "en"], Query(description="The language of the words in the file.")]

AwardId = Annotated[uuid.UUID, Path(description="The identifier of the award.")]
OfDefinition = Annotated[str | None, Query(description="Only awards on the definition of this short name.")]
AwardWords = Annotated[str, Query(description="Only awards with this in a name or address.")]
AwardState = Annotated[
    str, Query(description="Only awards in this state: `awarded`, `accepted`, `declined` or `withdrawn`.")
]
FormatName = Annotated[
    str, Path(description="The name of the format, as `representations` lists it.", example="pdf")
]
FormatLanguage = Annotated[
    str, Query(description="One of the languages of the format: `both`, `pl`, `en`; else its default.")
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="The same request with the same key is done once and answered alike.",
    ),
]

BatchId = Annotated[uuid.UUID, Path(description="The identifier of the batch.")]
AfterRow = Annotated[int, Query(description="Rows after this number: `next` of the answer before.")]
OnlyProblems = Annotated[bool, Query(description="Only rows that were refused.")]

ApplicationId = Annotated[uuid.UUID, Path(description="The identifier of the application.")]
ApplicationState = Annotated[
    str, Query(description="Only applications that are `open`, `awarded` or `refused`.")
]
ReportId = Annotated[uuid.UUID, Path(description="The identifier of the report.")]
ReportState = Annotated[str, Query(description="Only reports that are `open`, `corrected` or `answered`.")]
NoticeId = Annotated[uuid.UUID, Path(description="The identifier of the notice.")]
NoticeState = Annotated[
    str,
    Query(description="Only those `queued`, `sending`, `sent`, `bounced`, `refused`, `uncertain` or `kept`."),
]
NoticeWords = Annotated[str, Query(description="Only notices with this in the address.")]
OfAward = Annotated[uuid.UUID | None, Query(description="Only notices about this award.")]
OfBatch = Annotated[uuid.UUID | None, Query(description="Only notices of this batch.")]

PageNumber = Annotated[int, Query(description="The number of the page; the first is 1.")]
PageSize = Annotated[int, Query(description="How many there are on a page, 200 at most.")]

CatalogueWords = Annotated[str, Query(description="Search by words; all, when it is missing.")]
CredentialId = Annotated[uuid.UUID, Path(description="The identifier of the credential, a UUID.")]
