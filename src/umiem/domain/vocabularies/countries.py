"""Countries (M3): ISO 3166-1, as in the EU authority list, with English and Polish names.

Each line: alpha-2 code (in files and Open Badges), alpha-3 code (in the EU list), English name, Polish name.
Names as in the Unicode Common Locale Data Repository.
"""

from __future__ import annotations

from umiem.domain.vocabularies.concept import rows_of, vocabulary

_AUTHORITY = "http://publications.europa.eu/resource/authority/country"

_TABLE = """
AD AND Andorra|Andora
AE ARE United Arab Emirates|Zjednoczone Emiraty Arabskie
AF AFG Afghanistan|Afganistan
AG ATG Antigua and Barbuda|Antigua i Barbuda
AI AIA Anguilla|Anguilla
AL ALB Albania|Albania
AM ARM Armenia|Armenia
AO AGO Angola|Angola
AQ ATA Antarctica|Antarktyda
AR ARG Argentina|Argentyna
AS ASM American Samoa|Samoa Amerykańskie
AT AUT Austria|Austria
AU AUS Australia|Australia
AW ABW Aruba|Aruba
AX ALA Åland Islands|Wyspy Alandzkie
AZ AZE Azerbaijan|Azerbejdżan
BA BIH Bosnia and Herzegovina|Bośnia i Hercegowina
BB BRB Barbados|Barbados
BD BGD Bangladesh|Bangladesz
BE BEL Belgium|Belgia
BF BFA Burkina Faso|Burkina Faso
BG BGR Bulgaria|Bułgaria
BH BHR Bahrain|Bahrajn
BI BDI Burundi|Burundi
BJ BEN Benin|Benin
BL BLM St. Barthélemy|Saint-Barthélemy
BM BMU Bermuda|Bermudy
BN BRN Brunei|Brunei
BO BOL Bolivia|Boliwia
BQ BES Caribbean Netherlands|Niderlandy Karaibskie
BR BRA Brazil|Brazylia
BS BHS Bahamas|Bahamy
BT BTN Bhutan|Bhutan
BV BVT Bouvet Island|Wyspa Bouveta
BW BWA Botswana|Botswana
BY BLR Belarus|Białoruś
BZ BLZ Belize|Belize
CA CAN Canada|Kanada
CC CCK Cocos (Keeling) Islands|Wyspy Kokosowe
CD COD Congo - Kinshasa|Demokratyczna Republika Konga
CF CAF Central African Republic|Republika Środkowoafrykańska
CG COG Congo - Brazzaville|Kongo
CH CHE Switzerland|Szwajcaria
CI CIV Côte d'Ivoire|Côte d’Ivoire
CK COK Cook Islands|Wyspy Cooka
CL CHL Chile|Chile
CM CMR Cameroon|Kamerun
CN CHN China|Chiny
CO COL Colombia|Kolumbia
CR CRI Costa Rica|Kostaryka
CU CUB Cuba|Kuba
CV CPV Cape Verde|Republika Zielonego Przylądka
CW CUW Curaçao|Curaçao
CX CXR Christmas Island|Wyspa Bożego Narodzenia
CY CYP Cyprus|Cypr
CZ CZE Czechia|Czechy
DE DEU Germany|Niemcy
DJ DJI Djibouti|Dżibuti
DK DNK Denmark|Dania
DM DMA Dominica|Dominika
DO DOM Dominican Republic|Dominikana
DZ DZA Algeria|Algieria
EC ECU Ecuador|Ekwador
EE EST Estonia|Estonia
EG EGY Egypt|Egipt
EH ESH Western Sahara|Sahara Zachodnia
ER ERI Eritrea|Erytrea
ES ESP Spain|Hiszpania
ET ETH Ethiopia|Etiopia
FI FIN Finland|Finlandia
FJ FJI Fiji|Fidżi
FK FLK Falkland Islands|Falklandy
FM FSM Micronesia|Mikronezja
FO FRO Faroe Islands|Wyspy Owcze
FR FRA France|Francja
GA GAB Gabon|Gabon
GB GBR United Kingdom|Wielka Brytania
GD GRD Grenada|Grenada
GE GEO Georgia|Gruzja
GF GUF French Guiana|Gujana Francuska
GG GGY Guernsey|Guernsey
GH GHA Ghana|Ghana
GI GIB Gibraltar|Gibraltar
GL GRL Greenland|Grenlandia
GM GMB Gambia|Gambia
GN GIN Guinea|Gwinea
GP GLP Guadeloupe|Gwadelupa
GQ GNQ Equatorial Guinea|Gwinea Równikowa
GR GRC Greece|Grecja
GS SGS South Georgia and South Sandwich Islands|Georgia Południowa i Sandwich Południowy
GT GTM Guatemala|Gwatemala
GU GUM Guam|Guam
GW GNB Guinea-Bissau|Gwinea Bissau
GY GUY Guyana|Gujana
HK HKG Hong Kong SAR China|SRA Hongkong (Chiny)
HM HMD Heard and McDonald Islands|Wyspy Heard i McDonalda
HN HND Honduras|Honduras
HR HRV Croatia|Chorwacja
HT HTI Haiti|Haiti
HU HUN Hungary|Węgry
ID IDN Indonesia|Indonezja
IE IRL Ireland|Irlandia
IL ISR Israel|Izrael
IM IMN Isle of Man|Wyspa Man
IN IND India|Indie
IO IOT British Indian Ocean Territory|Brytyjskie Terytorium Oceanu Indyjskiego
IQ IRQ Iraq|Irak
IR IRN Iran|Iran
IS ISL Iceland|Islandia
IT ITA Italy|Włochy
JE JEY Jersey|Jersey
JM JAM Jamaica|Jamajka
JO JOR Jordan|Jordania
JP JPN Japan|Japonia
KE KEN Kenya|Kenia
KG KGZ Kyrgyzstan|Kirgistan
KH KHM Cambodia|Kambodża
KI KIR Kiribati|Kiribati
KM COM Comoros|Komory
KN KNA St. Kitts and Nevis|Saint Kitts i Nevis
KP PRK North Korea|Korea Północna
KR KOR South Korea|Korea Południowa
KW KWT Kuwait|Kuwejt
KY CYM Cayman Islands|Kajmany
KZ KAZ Kazakhstan|Kazachstan
LA LAO Laos|Laos
LB LBN Lebanon|Liban
LC LCA St. Lucia|Saint Lucia
LI LIE Liechtenstein|Liechtenstein
LK LKA Sri Lanka|Sri Lanka
LR LBR Liberia|Liberia
LS LSO Lesotho|Lesotho
LT LTU Lithuania|Litwa
LU LUX Luxembourg|Luksemburg
LV LVA Latvia|Łotwa
LY LBY Libya|Libia
MA MAR Morocco|Maroko
MC MCO Monaco|Monako
MD MDA Moldova|Mołdawia
ME MNE Montenegro|Czarnogóra
MF MAF St. Martin|Saint-Martin
MG MDG Madagascar|Madagaskar
MH MHL Marshall Islands|Wyspy Marshalla
MK MKD North Macedonia|Macedonia Północna
ML MLI Mali|Mali
MM MMR Myanmar (Burma)|Mjanma (Birma)
MN MNG Mongolia|Mongolia
MO MAC Macao SAR China|SRA Makau (Chiny)
MP MNP Northern Mariana Islands|Mariany Północne
MQ MTQ Martinique|Martynika
MR MRT Mauritania|Mauretania
MS MSR Montserrat|Montserrat
MT MLT Malta|Malta
MU MUS Mauritius|Mauritius
MV MDV Maldives|Malediwy
MW MWI Malawi|Malawi
MX MEX Mexico|Meksyk
MY MYS Malaysia|Malezja
MZ MOZ Mozambique|Mozambik
NA NAM Namibia|Namibia
NC NCL New Caledonia|Nowa Kaledonia
NE NER Niger|Niger
NF NFK Norfolk Island|Norfolk
NG NGA Nigeria|Nigeria
NI NIC Nicaragua|Nikaragua
NL NLD Netherlands|Niderlandy
NO NOR Norway|Norwegia
NP NPL Nepal|Nepal
NR NRU Nauru|Nauru
NU NIU Niue|Niue
NZ NZL New Zealand|Nowa Zelandia
OM OMN Oman|Oman
PA PAN Panama|Panama
PE PER Peru|Peru
PF PYF French Polynesia|Polinezja Francuska
PG PNG Papua New Guinea|Papua-Nowa Gwinea
PH PHL Philippines|Filipiny
PK PAK Pakistan|Pakistan
PL POL Poland|Polska
PM SPM St. Pierre and Miquelon|Saint-Pierre i Miquelon
PN PCN Pitcairn Islands|Pitcairn
PR PRI Puerto Rico|Portoryko
PS PSE Palestinian Territories|Terytoria Palestyńskie
PT PRT Portugal|Portugalia
PW PLW Palau|Palau
PY PRY Paraguay|Paragwaj
QA QAT Qatar|Katar
RE REU Réunion|Reunion
RO ROU Romania|Rumunia
RS SRB Serbia|Serbia
RU RUS Russia|Rosja
RW RWA Rwanda|Rwanda
SA SAU Saudi Arabia|Arabia Saudyjska
SB SLB Solomon Islands|Wyspy Salomona
SC SYC Seychelles|Seszele
SD SDN Sudan|Sudan
SE SWE Sweden|Szwecja
SG SGP Singapore|Singapur
SH SHN St. Helena|Wyspa Świętej Heleny
SI SVN Slovenia|Słowenia
SJ SJM Svalbard and Jan Mayen|Svalbard i Jan Mayen
SK SVK Slovakia|Słowacja
SL SLE Sierra Leone|Sierra Leone
SM SMR San Marino|San Marino
SN SEN Senegal|Senegal
SO SOM Somalia|Somalia
SR SUR Suriname|Surinam
SS SSD South Sudan|Sudan Południowy
ST STP São Tomé and Príncipe|Wyspy Świętego Tomasza i Książęca
SV SLV El Salvador|Salwador
SX SXM Sint Maarten|Sint Maarten
SY SYR Syria|Syria
SZ SWZ Eswatini|Eswatini
TC TCA Turks and Caicos Islands|Turks i Caicos
TD TCD Chad|Czad
TF ATF French Southern Territories|Francuskie Terytoria Południowe i Antarktyczne
TG TGO Togo|Togo
TH THA Thailand|Tajlandia
TJ TJK Tajikistan|Tadżykistan
TK TKL Tokelau|Tokelau
TL TLS Timor-Leste|Timor Wschodni
TM TKM Turkmenistan|Turkmenistan
TN TUN Tunisia|Tunezja
TO TON Tonga|Tonga
TR TUR Türkiye|Turcja
TT TTO Trinidad and Tobago|Trynidad i Tobago
TV TUV Tuvalu|Tuvalu
TW TWN Taiwan|Tajwan
TZ TZA Tanzania|Tanzania
UA UKR Ukraine|Ukraina
UG UGA Uganda|Uganda
UM UMI U.S. Outlying Islands|Dalekie Wyspy Mniejsze Stanów Zjednoczonych
US USA United States|Stany Zjednoczone
UY URY Uruguay|Urugwaj
UZ UZB Uzbekistan|Uzbekistan
VA VAT Vatican City|Watykan
VC VCT St. Vincent and Grenadines|Saint Vincent i Grenadyny
VE VEN Venezuela|Wenezuela
VG VGB British Virgin Islands|Brytyjskie Wyspy Dziewicze
VI VIR U.S. Virgin Islands|Wyspy Dziewicze Stanów Zjednoczonych
VN VNM Vietnam|Wietnam
VU VUT Vanuatu|Vanuatu
WF WLF Wallis and Futuna|Wallis i Futuna
WS WSM Samoa|Samoa
XK XKX Kosovo|Kosowo
YE YEM Yemen|Jemen
YT MYT Mayotte|Majotta
ZA ZAF South Africa|Republika Południowej Afryki
ZM ZMB Zambia|Zambia
ZW ZWE Zimbabwe|Zimbabwe
"""

COUNTRIES = vocabulary(
    "country", f"{_AUTHORITY}/", rows_of(_TABLE), scheme=_AUTHORITY, version="EU Vocabularies 2025"
)
