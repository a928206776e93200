"""Fields of study: ISCED-F 2013, the detailed fields most used for short courses and all broad ones."""

from __future__ import annotations

from umiem.domain.vocabularies.concept import Row, vocabulary

_TABLE = """
00 Generic programmes and qualifications|Programy i kwalifikacje ogólne
003 Personal skills and development|Umiejętności osobiste i rozwój
0031 Personal skills and development|Umiejętności osobiste i rozwój
01 Education|Kształcenie
0111 Education science|Pedagogika
0114 Teacher training with subject specialisation|Kształcenie nauczycieli ze specjalizacją przedmiotową
02 Arts and humanities|Nauki humanistyczne i sztuka
0211 Audio-visual techniques and media production|Techniki audiowizualne i produkcja mediów
0212 Fashion, interior and industrial design|Projektowanie ubioru, wnętrz i przemysłowe
0213 Fine arts|Sztuki plastyczne
0223 Philosophy and ethics|Filozofia i etyka
0231 Language acquisition|Nauka języków
03 Social sciences, journalism and information|Nauki społeczne, dziennikarstwo i informacja
0311 Economics|Ekonomia
0313 Psychology|Psychologia
0322 Library, information and archival studies|Bibliotekoznawstwo, informacja naukowa i archiwistyka
04 Business, administration and law|Biznes, administracja i prawo
0411 Accounting and taxation|Rachunkowość i podatki
0412 Finance, banking and insurance|Finanse, bankowość i ubezpieczenia
0413 Management and administration|Zarządzanie i administracja
0414 Marketing and advertising|Marketing i reklama
0415 Secretarial and office work|Prace sekretarskie i biurowe
0416 Wholesale and retail sales|Sprzedaż hurtowa i detaliczna
0417 Work skills|Umiejętności związane z pracą
0421 Law|Prawo
05 Natural sciences, mathematics and statistics|Nauki przyrodnicze, matematyka i statystyka
0521 Environmental sciences|Nauki o środowisku
0541 Mathematics|Matematyka
0542 Statistics|Statystyka
06 Information and Communication Technologies|Technologie teleinformacyjne
0611 Computer use|Obsługa i użytkowanie komputerów
0612 Database and network design and administration|Projektowanie i administrowanie bazami danych i sieciami
0613 Software and applications development and analysis|Tworzenie i analiza oprogramowania i aplikacji
0688 Inter-disciplinary programmes and qualifications involving ICT|Programy interdyscyplinarne obejmujące ICT
07 Engineering, manufacturing and construction|Technika, przemysł i budownictwo
0713 Electricity and energy|Elektryczność i energia
0714 Electronics and automation|Elektronika i automatyka
0715 Mechanics and metal trades|Mechanika i metalurgia
0732 Building and civil engineering|Budownictwo i inżynieria lądowa
08 Agriculture, forestry, fisheries and veterinary|Rolnictwo, leśnictwo, rybactwo i weterynaria
09 Health and welfare|Zdrowie i opieka społeczna
0913 Nursing and midwifery|Pielęgniarstwo i położnictwo
0923 Social work and counselling|Praca socjalna i doradztwo
10 Services|Usługi
1015 Travel, tourism and leisure|Podróże, turystyka i wypoczynek
1022 Occupational health and safety|Bezpieczeństwo i higiena pracy
99 Field unknown|Dziedzina nieznana
"""


def _row(line: str) -> Row:
    code, labels = line.split(" ", 1)
    english, polish = labels.split("|")
    return code, code, english, polish


FIELDS_OF_STUDY = vocabulary(
    "isced-f",
    "http://data.europa.eu/snb/isced-f/",
    tuple(_row(line) for line in _TABLE.strip().splitlines()),
    version="ISCED-F 2013",
)
