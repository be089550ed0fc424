"""Surnames that few bear: as many as a country has, of syllables, the Armenian ones in each of the three
scripts of the office.

The usual ones stand in `spellings`; a million people need more, or thousands would share a name.
"""

from __future__ import annotations

from random import Random

from bsc_tui.operations.example.spellings import Script, Spelling, spellings, words

_ARMENIAN_FIRST = spellings("""
    Բա Ba Ба; Գա Ga Га; Դա Da Да; Զա Za За; Լա La Ла; Խա Kha Ха; Կա Ka Ка; Մա Ma Ма; Նա Na На; Շա Sha Ша
    Պա Pa Па; Սա Sa Са; Վա Va Ва; Տա Ta Та; Բե Be Бе; Գե Ge Ге; Դե De Де; Զե Ze Зе; Լե Le Ле; Մե Me Ме
    Նե Ne Не; Սե Se Се; Տե Te Те; Բո Bo Бо; Գո Go Го; Դո Do До; Զո Zo Зо; Լո Lo Ло; Կո Ko Ко; Մո Mo Мо
    Նո No Но; Շո Sho Шо; Պո Po По; Սո So Со; Տո To То; Գի Gi Ги; Դի Di Ди; Լի Li Ли; Մի Mi Ми; Սի Si Си
""")
_ARMENIAN_MIDDLE = spellings("""
    բար bar бар; գեր ger гер; դան dan дан; զար zar зар; լիկ lik лик; լոս los лос; կան kan кан; կոս kos кос
    մար mar мар; մեն men мен; միր mir мир; նազ naz наз; նիկ nik ник; նոս nos нос; շակ shak шак; պետ pet пет
    սար sar сар; սեն sen сен; վան van ван; վար var вар; տան tan тан; տիկ tik тик; տոս tos тос; րամ ram рам
    րան ran ран; րիս ris рис; րոն ron рон; լազ laz лаз; գոր gor гор; դիկ dik дик
""")
_ARMENIAN_LAST = spellings("""
    յան yan ян; ունյան unyan унян; ինյան inyan инян; ակյան akyan акян; ենյան enyan енян; եկյան ekyan екян
    ոյան oyan оян; ազյան azyan азян; անոսյան anosyan аносян; ուրյան uryan урян; իկյան ikyan икян
    ոսյան osyan осян
""")

_RUSSIAN_FIRST = words("""
    Аб Аг Ак Ан Бар Бел Бер Бог Бор Бул Бур Вас Вер Вин Вол Вор Гал Гар Гол Гор Гуд Гур Дан Дем Доб Дор Дуб
    Ел Ер Жар Жел Жур Зав Зим Зол Зуб Кал Кар Ким Кол Кор Кос Куз Кул Куп Лав Лаз Леб Лев Лог Лом Лук Май
    Мал Мат Мед Мел Мир Мор Мус Наг Наз Нев Ник Нос Ов Ор Пав Пан Пер Пес Пил Пол Пот Пуг Руб Руд Ряб Сав
    Сал Сам Сел Сер Сид Сим Соб Сок Сол Суд Сух Тар Тим Тит Тих Тол Тур Уг Ус Фад Фил Фом Хар Хол Чаг Чер
    Чис Шап Шар Шев Шил Шум Щег Юр Як Яр
""")
_RUSSIAN_MIDDLE = words("""
    ан ар ат ач ен ер ик ил им ин ис ит ич ок ол ом он ор ос от ох ош уб уг ул ум ун ур ус ут ух уш
""")
_RUSSIAN_LAST = words("ов ин кин ков ский овский")
_FRENCH_FIRST = words("""
    Aub Aur Bal Bar Bas Beau Bel Ber Bois Bon Bour Bri Cal Can Cas Cham Chan Char Cler Col Cor Cour Dal Dan
    Dau Del Des Dor Dur Es Fal Fau Flo Fon Gal Gar Gau Ger Gir Gran Gri Haut Her Jar Jol Jou Lab Lac Laf Lam
    Lan Lar Lau Lav Ler Lor Mal Man Mar Mas Mau Mer Mir Mon Mor Mou Nan Nau Nor Oli Pal Par Pas Pau Per Pic
    Pon Pra Pri Ram Rav Ri Roc Ron Rou Sab Sal Sau Ser Sor Tal Tar Tau Ter Thi Tour Val Var Vau Ver Vil Vol
""")
_FRENCH_LAST = words("""
    ac ard aud ault bert bier bois bourg champ court dier don dot eau ert ette fort gnac gnon ier ieux igny
    illon laud let lier lin mont nel nier not pont quet ray rel ret sac sard son tier tin val vert ville vin
""")
_ENGLISH_FIRST = words("""
    Al Am Ar Ash Bag Bal Bar Bed Ber Bin Bol Bos Bra Bro Bur By Cad Cal Cam Car Cat Chel Ches Clay Col Cor
    Cra Crom Cul Dal Dan Dar Del Den Dew Dor Dun Ed El Em Ep Ers Fal Far Fen Fin Fol Gar Gil Glad Gol Had Hal
    Ham Har Hat Hay Hel Her Hin Hol Hor Hun Il In Jes Kel Ken Kil Kin Kir Lam Lan Lea Lin Loc Lon Lud Mal Man
    Mar May Mel Mid Mil Mor Nas Net New Nor Oak Or Os Pad Pem Pen Per Pil Pin Pol Rad Ram Ran Red Rip Roc Ros
    Row Rut Sal San Sed Sel Shel Sher Sid Sil Sin Stan Sun Sut Tad Tar Ted Tem Til Tol Tor Ux Wad Wal War Wat
    Wel Wes Whit Wil Win Wol Wor Wy
""")
_ENGLISH_LAST = words("""
    borough bourne bridge brook bury by combe cote croft dale den field ford gate grave ham hurst king land
    leigh ley man mead more ness ridge shaw side stead stone ton thorpe vale wall water way well wick wood
    worth
""")


def armenian(random: Random, script: Script) -> str:
    """One of some fourteen thousand, each as likely; so are all others here."""
    parts: tuple[Spelling, ...] = tuple(
        random.choice(table) for table in (_ARMENIAN_FIRST, _ARMENIAN_MIDDLE, _ARMENIAN_LAST)
    )
    return "".join(part.within(script) for part in parts)


def russian(random: Random) -> str:
    """One of some twenty thousand, as a man bears it."""
    return "".join(random.choice(table) for table in (_RUSSIAN_FIRST, _RUSSIAN_MIDDLE, _RUSSIAN_LAST))


def french(random: Random) -> str:
    """One of some four thousand."""
    return random.choice(_FRENCH_FIRST) + random.choice(_FRENCH_LAST)


def english(random: Random) -> str:
    """One of some six thousand."""
    return random.choice(_ENGLISH_FIRST) + random.choice(_ENGLISH_LAST)
