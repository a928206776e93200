"""Countries, Polish voivodeships and languages: M3 and the language of learning.

Files and Open Badges use ISO 3166-1 alpha-2 and BCP 47; the EU authority lists use three letters.
"""

from __future__ import annotations

from umiem.domain.vocabularies.concept import vocabulary

_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_VERSION = "EU Vocabularies 2025"

_COUNTRIES = """
AT AUT Austria|Austria
BE BEL Belgium|Belgia
BG BGR Bulgaria|Bułgaria
CY CYP Cyprus|Cypr
CZ CZE Czechia|Czechy
DE DEU Germany|Niemcy
DK DNK Denmark|Dania
EE EST Estonia|Estonia
ES ESP Spain|Hiszpania
FI FIN Finland|Finlandia
FR FRA France|Francja
GR GRC Greece|Grecja
HR HRV Croatia|Chorwacja
HU HUN Hungary|Węgry
IE IRL Ireland|Irlandia
IT ITA Italy|Włochy
LT LTU Lithuania|Litwa
LU LUX Luxembourg|Luksemburg
LV LVA Latvia|Łotwa
MT MLT Malta|Malta
NL NLD Netherlands|Niderlandy
PL POL Poland|Polska
PT PRT Portugal|Portugalia
RO ROU Romania|Rumunia
SE SWE Sweden|Szwecja
SI SVN Slovenia|Słowenia
SK SVK Slovakia|Słowacja
CH CHE Switzerland|Szwajcaria
IS ISL Iceland|Islandia
LI LIE Liechtenstein|Liechtenstein
NO NOR Norway|Norwegia
AL ALB Albania|Albania
BA BIH Bosnia and Herzegovina|Bośnia i Hercegowina
GE GEO Georgia|Gruzja
MD MDA Moldova|Mołdawia
ME MNE Montenegro|Czarnogóra
MK MKD North Macedonia|Macedonia Północna
RS SRB Serbia|Serbia
TR TUR Türkiye|Turcja
UA UKR Ukraine|Ukraina
GB GBR United Kingdom|Zjednoczone Królestwo
US USA United States|Stany Zjednoczone
CA CAN Canada|Kanada
AU AUS Australia|Australia
"""

_LANGUAGES = """
bg BUL Bulgarian|bułgarski
cs CES Czech|czeski
da DAN Danish|duński
de DEU German|niemiecki
el ELL Greek|grecki
en ENG English|angielski
es SPA Spanish|hiszpański
et EST Estonian|estoński
fi FIN Finnish|fiński
fr FRA French|francuski
ga GLE Irish|irlandzki
hr HRV Croatian|chorwacki
hu HUN Hungarian|węgierski
it ITA Italian|włoski
lt LIT Lithuanian|litewski
lv LAV Latvian|łotewski
mt MLT Maltese|maltański
nl NLD Dutch|niderlandzki
pl POL Polish|polski
pt POR Portuguese|portugalski
ro RON Romanian|rumuński
sk SLK Slovak|słowacki
sl SLV Slovenian|słoweński
sv SWE Swedish|szwedzki
uk UKR Ukrainian|ukraiński
"""


def _rows(table: str) -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for line in table.strip().splitlines():
        code, notation, labels = line.split(" ", 2)
        english, polish = labels.split("|")
        rows.append((code, notation, english, polish))
    return tuple(rows)


COUNTRIES = vocabulary(
    "country", _AUTHORITY + "country/", _rows(_COUNTRIES), scheme=_AUTHORITY + "country", version=_VERSION
)

LANGUAGES = vocabulary(
    "language", _AUTHORITY + "language/", _rows(_LANGUAGES), scheme=_AUTHORITY + "language", version=_VERSION
)

REGIONS = vocabulary(
    "atu",
    _AUTHORITY + "atu/",
    (
        ("PL-DS", "POL_WOJ_DS", "Lower Silesia", "dolnośląskie"),
        ("PL-KP", "POL_WOJ_KP", "Kuyavia-Pomerania", "kujawsko-pomorskie"),
        ("PL-LD", "POL_WOJ_LD", "Łódź Voivodeship", "łódzkie"),
        ("PL-LS", "POL_WOJ_LS", "Lubusz", "lubuskie"),
        ("PL-LB", "POL_WOJ_LB", "Lublin Voivodeship", "lubelskie"),
        ("PL-MP", "POL_WOJ_MP", "Lesser Poland", "małopolskie"),
        ("PL-MZ", "POL_WOJ_MZ", "Mazovia", "mazowieckie"),
        ("PL-OP", "POL_WOJ_OP", "Opole Voivodeship", "opolskie"),
        ("PL-PK", "POL_WOJ_PK", "Subcarpathia", "podkarpackie"),
        ("PL-PL", "POL_WOJ_PL", "Podlaskie", "podlaskie"),
        ("PL-PM", "POL_WOJ_PM", "Pomerania", "pomorskie"),
        ("PL-SL", "POL_WOJ_SL", "Silesia", "śląskie"),
        ("PL-SK", "POL_WOJ_SK", "Holy Cross", "świętokrzyskie"),
        ("PL-WM", "POL_WOJ_WM", "Warmia-Masuria", "warmińsko-mazurskie"),
        ("PL-WP", "POL_WOJ_WP", "Greater Poland", "wielkopolskie"),
        ("PL-ZP", "POL_WOJ_ZP", "West Pomerania", "zachodniopomorskie"),
    ),
    scheme=_AUTHORITY + "atu",
    version=_VERSION,
)
