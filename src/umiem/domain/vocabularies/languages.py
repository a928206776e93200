"""Languages of learning (M10): ISO 639-1, as in the EU authority list, with English and Polish names.

Each line: two-letter code (in files), three-letter code (in the EU list), English name, Polish name.
Names as in the Unicode Common Locale Data Repository.
"""

from __future__ import annotations

from umiem.domain.vocabularies.concept import rows_of, vocabulary

_AUTHORITY = "http://publications.europa.eu/resource/authority/language"

_TABLE = """
aa AAR Afar|afar
ab ABK Abkhazian|abchaski
ae AVE Avestan|awestyjski
af AFR Afrikaans|afrikaans
ak AKA Akan|akan
am AMH Amharic|amharski
an ARG Aragonese|aragoński
ar ARA Arabic|arabski
as ASM Assamese|asamski
av AVA Avaric|awarski
ay AYM Aymara|ajmara
az AZE Azerbaijani|azerbejdżański
ba BAK Bashkir|baszkirski
be BEL Belarusian|białoruski
bg BUL Bulgarian|bułgarski
bi BIS Bislama|bislama
bm BAM Bambara|bambara
bn BEN Bangla|bengalski
bo BOD Tibetan|tybetański
br BRE Breton|bretoński
bs BOS Bosnian|bośniacki
ca CAT Catalan|kataloński
ce CHE Chechen|czeczeński
ch CHA Chamorro|czamorro
co COS Corsican|korsykański
cr CRE Cree|kri
cs CES Czech|czeski
cu CHU Church Slavic|cerkiewnosłowiański
cv CHV Chuvash|czuwaski
cy CYM Welsh|walijski
da DAN Danish|duński
de DEU German|niemiecki
dv DIV Divehi|malediwski
dz DZO Dzongkha|dzongkha
ee EWE Ewe|ewe
el ELL Greek|grecki
en ENG English|angielski
eo EPO Esperanto|esperanto
es SPA Spanish|hiszpański
et EST Estonian|estoński
eu EUS Basque|baskijski
fa FAS Persian|perski
ff FUL Fula|fulani
fi FIN Finnish|fiński
fj FIJ Fijian|fidżijski
fo FAO Faroese|farerski
fr FRA French|francuski
fy FRY Western Frisian|zachodniofryzyjski
ga GLE Irish|irlandzki
gd GLA Scottish Gaelic|szkocki gaelicki
gl GLG Galician|galicyjski
gn GRN Guarani|guarani
gu GUJ Gujarati|gudżarati
gv GLV Manx|manx
ha HAU Hausa|hausa
he HEB Hebrew|hebrajski
hi HIN Hindi|hindi
ho HMO Hiri Motu|hiri motu
hr HRV Croatian|chorwacki
ht HAT Haitian Creole|kreolski haitański
hu HUN Hungarian|węgierski
hy HYE Armenian|ormiański
hz HER Herero|herero
ia INA Interlingua|interlingua
id IND Indonesian|indonezyjski
ie ILE Interlingue|interlingue
ig IBO Igbo|igbo
ii III Sichuan Yi|syczuański
ik IPK Inupiaq|inupiak
io IDO Ido|ido
is ISL Icelandic|islandzki
it ITA Italian|włoski
iu IKU Inuktitut|inuktitut
ja JPN Japanese|japoński
jv JAV Javanese|jawajski
ka KAT Georgian|gruziński
kg KON Kongo|kongo
ki KIK Kikuyu|kikuju
kj KUA Kuanyama|kwanyama
kk KAZ Kazakh|kazachski
kl KAL Kalaallisut|grenlandzki
km KHM Khmer|khmerski
kn KAN Kannada|kannada
ko KOR Korean|koreański
kr KAU Kanuri|kanuri
ks KAS Kashmiri|kaszmirski
ku KUR Kurdish|kurdyjski
kv KOM Komi|komi
kw COR Cornish|kornijski
ky KIR Kyrgyz|kirgiski
la LAT Latin|łaciński
lb LTZ Luxembourgish|luksemburski
lg LUG Ganda|ganda
li LIM Limburgish|limburski
ln LIN Lingala|lingala
lo LAO Lao|laotański
lt LIT Lithuanian|litewski
lu LUB Luba-Katanga|luba-katanga
lv LAV Latvian|łotewski
mg MLG Malagasy|malgaski
mh MAH Marshallese|marszalski
mi MRI Māori|maoryjski
mk MKD Macedonian|macedoński
ml MAL Malayalam|malajalam
mn MON Mongolian|mongolski
mr MAR Marathi|marathi
ms MSA Malay|malajski
mt MLT Maltese|maltański
my MYA Burmese|birmański
na NAU Nauru|nauruański
nb NOB Norwegian Bokmål|norweski (bokmål)
nd NDE North Ndebele|ndebele północny
ne NEP Nepali|nepalski
ng NDO Ndonga|ndonga
nl NLD Dutch|niderlandzki
nn NNO Norwegian Nynorsk|norweski (nynorsk)
no NOR Norwegian|norweski
nr NBL South Ndebele|ndebele południowy
nv NAV Navajo|nawaho
ny NYA Nyanja|njandża
oc OCI Occitan|oksytański
oj OJI Ojibwa|odżibwa
om ORM Oromo|oromo
or ORI Odia|orija
os OSS Ossetic|osetyjski
pa PAN Punjabi|pendżabski
pi PLI Pali|palijski
pl POL Polish|polski
ps PUS Pashto|paszto
pt POR Portuguese|portugalski
qu QUE Quechua|keczua
rm ROH Romansh|retoromański
rn RUN Rundi|rundi
ro RON Romanian|rumuński
ru RUS Russian|rosyjski
rw KIN Kinyarwanda|kinya-ruanda
sa SAN Sanskrit|sanskryt
sc SRD Sardinian|sardyński
sd SND Sindhi|sindhi
se SME Northern Sami|północnolapoński
sg SAG Sango|sango
sh HBS Serbo-Croatian|serbsko-chorwacki
si SIN Sinhala|syngaleski
sk SLK Slovak|słowacki
sl SLV Slovenian|słoweński
sm SMO Samoan|samoański
sn SNA Shona|shona
so SOM Somali|somalijski
sq SQI Albanian|albański
sr SRP Serbian|serbski
ss SSW Swati|suazi
st SOT Southern Sotho|sotho południowy
su SUN Sundanese|sundajski
sv SWE Swedish|szwedzki
sw SWA Swahili|suahili
ta TAM Tamil|tamilski
te TEL Telugu|telugu
tg TGK Tajik|tadżycki
th THA Thai|tajski
ti TIR Tigrinya|tigrinia
tk TUK Turkmen|turkmeński
tl TGL Tagalog|tagalski
tn TSN Tswana|setswana
to TON Tongan|tonga
tr TUR Turkish|turecki
ts TSO Tsonga|tsonga
tt TAT Tatar|tatarski
tw TWI Twi|twi
ty TAH Tahitian|tahitański
ug UIG Uyghur|ujgurski
uk UKR Ukrainian|ukraiński
ur URD Urdu|urdu
uz UZB Uzbek|uzbecki
ve VEN Venda|venda
vi VIE Vietnamese|wietnamski
vo VOL Volapük|wolapik
wa WLN Walloon|waloński
wo WOL Wolof|wolof
xh XHO Xhosa|khosa
yi YID Yiddish|jidysz
yo YOR Yoruba|joruba
za ZHA Zhuang|czuang
zh ZHO Chinese|chiński
zu ZUL Zulu|zulu
"""

LANGUAGES = vocabulary(
    "language", f"{_AUTHORITY}/", rows_of(_TABLE), scheme=_AUTHORITY, version="EU Vocabularies 2025"
)
