"""Fields of study: ISCED-F 2013, broad, narrow and detailed fields.

Each line: the number twice (as written in files, as in the European list), English and Polish name.
"""

from __future__ import annotations

from umiem.domain.vocabularies.concept import rows_of, vocabulary

_TABLE = """
00 00 Generic programmes and qualifications|Programy i kwalifikacje ogólne
001 001 Basic programmes and qualifications|Podstawowe programy i kwalifikacje
0011 0011 Basic programmes and qualifications|Podstawowe programy i kwalifikacje
002 002 Literacy and numeracy|Umiejętność czytania, pisania i liczenia
0021 0021 Literacy and numeracy|Umiejętność czytania, pisania i liczenia
003 003 Personal skills and development|Umiejętności osobiste i rozwój
0031 0031 Personal skills and development|Umiejętności osobiste i rozwój
01 01 Education|Kształcenie
011 011 Education|Pedagogika
0111 0111 Education science|Kształcenie – nauki pedagogiczne
0112 0112 Training for pre-school teachers|Kształcenie nauczycieli nauczania przedszkolnego
0113 0113 Teacher training without subject specialisation|Kształcenie nauczycieli bez specjalizacji
0114 0114 Teacher training with subject specialisation|Kształcenie nauczycieli ze specjalizacją tematyczną
02 02 Arts and humanities|Nauki humanistyczne i sztuka
021 021 Arts|Sztuka
0211 0211 Audio-visual techniques and media production|Techniki audiowizualne i produkcja mediów
0212 0212 Fashion, interior and industrial design|Moda, wystrój wnętrz i projektowanie przemysłowe
0213 0213 Fine arts|Sztuki plastyczne
0214 0214 Handicrafts|Rękodzieło
0215 0215 Music and performing arts|Muzyka i sztuki sceniczne
022 022 Humanities (except languages)|Nauki humanistyczne (bez języków)
0221 0221 Religion and theology|Religia i teologia
0222 0222 History and archaeology|Historia i archeologia
0223 0223 Philosophy and ethics|Filozofia i etyka
023 023 Languages|Języki
0231 0231 Language acquisition|Nauka języków
0232 0232 Literature and linguistics|Literatura i językoznawstwo
03 03 Social sciences, journalism and information|Nauki społeczne, dziennikarstwo i informacja
031 031 Social and behavioural sciences|Nauki społeczne i psychologiczne
0311 0311 Economics|Ekonomia
0312 0312 Political sciences and civics|Politologia i wiedza o społeczeństwie
0313 0313 Psychology|Psychologia
0314 0314 Sociology and cultural studies|Socjologia i kulturoznawstwo
032 032 Journalism and information|Dziennikarstwo i informacja
0321 0321 Journalism and reporting|Dziennikarstwo
0322 0322 Library, information and archival studies|Bibliotekoznawstwo, informacja naukowa i archiwistyka
04 04 Business, administration and law|Biznes, administracja i prawo
041 041 Business and administration|Biznes i administracja
0411 0411 Accounting and taxation|Rachunkowość i podatki
0412 0412 Finance, banking and insurance|Finanse, bankowość i ubezpieczenia
0413 0413 Management and administration|Zarządzanie i administracja
0414 0414 Marketing and advertising|Marketing i reklama
0415 0415 Secretarial and office work|Prace sekretarskie i biurowe
0416 0416 Wholesale and retail sales|Sprzedaż hurtowa i detaliczna
0417 0417 Work skills|Umiejętności związane z pracą
042 042 Law|Prawo
0421 0421 Law|Prawo
05 05 Natural sciences, mathematics and statistics|Nauki przyrodnicze, matematyka i statystyka
051 051 Biological and related sciences|Nauki biologiczne i pokrewne
0511 0511 Biology|Biologia
0512 0512 Biochemistry|Biochemia
052 052 Environment|Nauki o środowisku
0521 0521 Environmental sciences|Ekologia i ochrona środowiska
0522 0522 Natural environments and wildlife|Środowisko naturalne i przyroda
053 053 Physical sciences|Nauki fizyczne
0531 0531 Chemistry|Chemia
0532 0532 Earth sciences|Nauki o ziemi
0533 0533 Physics|Fizyka
054 054 Mathematics and statistics|Matematyka i statystyka
0541 0541 Mathematics|Matematyka
0542 0542 Statistics|Statystyka
06 06 Information and Communication Technologies (ICTs)|Technologie teleinformacyjne
061 061 Information and Communication Technologies (ICTs)|Technologie teleinformacyjne
0611 0611 Computer use|Obsługa i użytkowanie komputerów
0612 0612 Database and network design and administration|Projektowanie i administrowanie baz danych i sieci
0613 0613 Software and applications development and analysis|Tworzenie i analiza oprogramowania i aplikacji
0688 0688 Inter-disciplinary programmes involving ICTs|Programy interdyscyplinarne obejmujące ICT
07 07 Engineering, manufacturing and construction|Technika, przemysł i budownictwo
071 071 Engineering and engineering trades|Inżynieria i technika
0711 0711 Chemical engineering and processes|Inżynieria chemiczna i procesowa
0712 0712 Environmental protection technology|Technologie związane z ochroną środowiska
0713 0713 Electricity and energy|Elektryczność i energia
0714 0714 Electronics and automation|Elektronika i automatyzacja
0715 0715 Mechanics and metal trades|Mechanika i metalurgia
0716 0716 Motor vehicles, ships and aircraft|Pojazdy samochodowe, statki i samoloty
072 072 Manufacturing and processing|Produkcja i przetwórstwo
0721 0721 Food processing|Przetwórstwo żywności
0722 0722 Materials (glass, paper, plastic and wood)|Surowce (szkło, papier, tworzywo sztuczne i drewno)
0723 0723 Textiles (clothes, footwear and leather)|Tekstylia (odzież, obuwie i wyroby skórzane)
0724 0724 Mining and extraction|Górnictwo i wydobycie
073 073 Architecture and construction|Architektura i budownictwo
0731 0731 Architecture and town planning|Architektura i planowanie przestrzenne
0732 0732 Building and civil engineering|Budownictwo i inżynieria lądowa i wodna
08 08 Agriculture, forestry, fisheries and veterinary|Rolnictwo, leśnictwo, rybactwo i weterynaria
081 081 Agriculture|Rolnictwo
0811 0811 Crop and livestock production|Produkcja roślinna i zwierzęca
0812 0812 Horticulture|Ogrodnictwo
082 082 Forestry|Leśnictwo
0821 0821 Forestry|Leśnictwo
083 083 Fisheries|Rybactwo
0831 0831 Fisheries|Rybactwo
084 084 Veterinary|Weterynaria
0841 0841 Veterinary|Weterynaria
09 09 Health and welfare|Zdrowie i opieka społeczna
091 091 Health|Zdrowie
0911 0911 Dental studies|Stomatologia
0912 0912 Medicine|Medycyna
0913 0913 Nursing and midwifery|Pielęgniarstwo i położnictwo
0914 0914 Medical diagnostic and treatment technology|Technologie diagnostyki i terapii medycznej
0915 0915 Therapy and rehabilitation|Terapia i rehabilitacja
0916 0916 Pharmacy|Farmacja
0917 0917 Traditional and complementary medicine and therapy|Medycyna i terapia tradycyjna oraz uzupełniająca
092 092 Welfare|Opieka społeczna
0921 0921 Care of the elderly and of disabled adults|Opieka nad seniorami i osobami z niepełnosprawnościami
0922 0922 Child care and youth services|Opieka nad dziećmi i młodzieżą
0923 0923 Social work and counselling|Praca socjalna i doradztwo
10 10 Services|Usługi
101 101 Personal services|Usługi dla ludności
1011 1011 Domestic services|Usługi domowe
1012 1012 Hair and beauty services|Usługi fryzjerskie i kosmetyczne
1013 1013 Hotel, restaurants and catering|Hotele, restauracje i katering
1014 1014 Sports|Sporty
1015 1015 Travel, tourism and leisure|Podróże, turystyka i wypoczynek
102 102 Hygiene and occupational health services|Higiena i bezpieczeństwo pracy
1021 1021 Community sanitation|Warunki sanitarne
1022 1022 Occupational health and safety|Ochrona i bezpieczeństwo w pracy
103 103 Security services|Ochrona i bezpieczeństwo
1031 1031 Military and defence|Wojskowość i obronność
1032 1032 Protection of persons and property|Ochrona osób i mienia
104 104 Transport services|Usługi transportowe
1041 1041 Transport services|Usługi transportowe
99 99 Field unknown|Dziedzina nieznana
"""


FIELDS_OF_STUDY = vocabulary(
    "isced-f",
    "http://data.europa.eu/snb/isced-f/",
    rows_of(_TABLE),
    version="ISCED-F 2013",
)
