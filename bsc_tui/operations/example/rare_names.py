"""Surnames that few bear: as many as a country has, of syllables, each in the three scripts of the office.

The usual ones stand in `spellings`; a million people need more, or thousands would share a name.
"""

from __future__ import annotations

from random import Random

from bsc_tui.operations.example.spellings import Script, Spelling, spellings

_FIRST = spellings("""
    Բա Ba Ба; Գա Ga Га; Դա Da Да; Զա Za За; Լա La Ла; Խա Kha Ха; Կա Ka Ка; Մա Ma Ма; Նա Na На; Շա Sha Ша
    Պա Pa Па; Սա Sa Са; Վա Va Ва; Տա Ta Та; Բե Be Бе; Գե Ge Ге; Դե De Де; Զե Ze Зе; Լե Le Ле; Մե Me Ме
    Նե Ne Не; Սե Se Се; Տե Te Те; Բո Bo Бо; Գո Go Го; Դո Do До; Զո Zo Зо; Լո Lo Ло; Կո Ko Ко; Մո Mo Мо
    Նո No Но; Շո Sho Шо; Պո Po По; Սո So Со; Տո To То; Գի Gi Ги; Դի Di Ди; Լի Li Ли; Մի Mi Ми; Սի Si Си
""")
_MIDDLE = spellings("""
    բար bar бар; գեր ger гер; դան dan дан; զար zar зар; լիկ lik лик; լոս los лос; կան kan кан; կոս kos кос
    մար mar мар; մեն men мен; միր mir мир; նազ naz наз; նիկ nik ник; նոս nos нос; շակ shak шак; պետ pet пет
    սար sar сар; սեն sen сен; վան van ван; վար var вар; տան tan тан; տիկ tik тик; տոս tos тос; րամ ram рам
    րան ran ран; րիս ris рис; րոն ron рон; լազ laz лаз; գոր gor гор; դիկ dik дик
""")
_LAST = spellings("""
    յան yan ян; ունյան unyan унян; ինյան inyan инян; ակյան akyan акян; ենյան enyan енян; եկյան ekyan екян
    ոյան oyan оян; ազյան azyan азян; անոսյան anosyan аносян; ուրյան uryan урян; իկյան ikyan икян
    ոսյան osyan осян
""")


def rare_surname(random: Random, script: Script) -> str:
    """One of some fourteen thousand, each as likely."""
    parts: tuple[Spelling, ...] = tuple(random.choice(table) for table in (_FIRST, _MIDDLE, _LAST))
    return "".join(part.within(script) for part in parts)
