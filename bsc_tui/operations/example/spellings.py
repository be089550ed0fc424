"""Names of people, the Armenian ones in each of the three scripts they are written in.

Only tables: who bears which name and how often is left to `names`; words of enterprises are in `enterprises`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Script = Literal["armenian", "latin", "cyrillic"]


@dataclass(frozen=True)
class Spelling:
    """One word as it is written in the three scripts of the office."""

    armenian: str
    latin: str
    cyrillic: str

    def within(self, script: Script) -> str:
        """The word in that script."""
        return {"armenian": self.armenian, "latin": self.latin, "cyrillic": self.cyrillic}[script]


def _entries(table: str) -> tuple[str, ...]:
    """Reads entries separated by semicolons or line ends."""
    return tuple(entry.strip() for entry in table.replace(";", "\n").splitlines() if entry.strip())


def spellings(table: str) -> tuple[Spelling, ...]:
    """Reads `Armenian Latin Cyrillic` triples separated by semicolons or line ends."""
    return tuple(Spelling(*entry.split()) for entry in _entries(table))


def spelt_pairs(table: str) -> tuple[tuple[str, str], ...]:
    """Reads `first-name patronymic` pairs separated by semicolons or line ends."""
    return tuple((first, patronymic) for first, patronymic in map(str.split, _entries(table)))


def words(table: str) -> tuple[str, ...]:
    """Reads words separated by blanks or line ends."""
    return tuple(table.split())


def _names(table: str) -> tuple[str, ...]:
    """Reads names separated by commas."""
    return tuple(name.strip() for name in table.split(","))


ARMENIAN_SURNAMES = spellings("""
    Հարությունյան Harutyunyan Арутюнян; Գրիգորյան Grigoryan Григорян; Սարգսյան Sargsyan Саргсян
    Հակոբյան Hakobyan Акопян; Խաչատրյան Khachatryan Хачатрян; Հովհաննիսյան Hovhannisyan Оганесян
    Կարապետյան Karapetyan Карапетян; Պետրոսյան Petrosyan Петросян; Վարդանյան Vardanyan Варданян
    Ղազարյան Ghazaryan Казарян; Մարտիրոսյան Martirosyan Мартиросян; Ստեփանյան Stepanyan Степанян
    Մկրտչյան Mkrtchyan Мкртчян; Մանուկյան Manukyan Манукян; Աբրահամյան Abrahamyan Абрамян
    Սիմոնյան Simonyan Симонян; Ավետիսյան Avetisyan Аветисян; Գևորգյան Gevorgyan Геворгян
    Պողոսյան Poghosyan Погосян; Դանիելյան Danielyan Даниелян; Բաղդասարյան Baghdasaryan Багдасарян
    Միքայելյան Mikayelyan Микаелян; Ավանեսյան Avanesyan Аванесян; Մովսիսյան Movsisyan Мовсисян
    Գասպարյան Gasparyan Гаспарян; Մելքոնյան Melkonyan Мелконян; Դավթյան Davtyan Давтян
    Թադևոսյան Tadevosyan Тадевосян; Զաքարյան Zakaryan Закарян; Առաքելյան Arakelyan Аракелян
    Ասատրյան Asatryan Асатрян; Նազարյան Nazaryan Назарян; Կիրակոսյան Kirakosyan Киракосян
    Սահակյան Sahakyan Саакян; Մինասյան Minasyan Минасян; Գալստյան Galstyan Галстян
    Թովմասյան Tovmasyan Товмасян; Հայրապետյան Hayrapetyan Айрапетян; Աղաջանյան Aghajanyan Агаджанян
    Մարգարյան Margaryan Маргарян; Եղիազարյան Yeghiazaryan Егиазарян; Բարսեղյան Barseghyan Барсегян
    Ղուկասյան Ghukasyan Гукасян; Մելիքյան Melikyan Меликян; Թումանյան Tumanyan Туманян
    Ալեքսանյան Aleksanyan Алексанян; Խաչիկյան Khachikyan Хачикян; Ոսկանյան Voskanyan Восканян
    Ներսիսյան Nersisyan Нерсисян; Պապոյան Papoyan Папоян; Վարդապետյան Vardapetyan Вардапетян
    Աթոյան Atoyan Атоян; Այվազյան Ayvazyan Айвазян; Անտոնյան Antonyan Антонян
    Առուստամյան Arustamyan Арустамян; Ասլանյան Aslanyan Асланян; Արշակյան Arshakyan Аршакян
    Բաբայան Babayan Бабаян; Բալայան Balayan Балаян; Բեգլարյան Beglaryan Бегларян
    Բեջանյան Bejanyan Беджанян; Բոյաջյան Boyajyan Бояджян; Գաբրիելյան Gabrielyan Габриелян
    Գալոյան Galoyan Галоян; Գյուլբեկյան Gyulbekyan Гюльбекян; Գյուրջյան Gyurjyan Гюрджян
    Դաշտոյան Dashtoyan Даштоян; Դարբինյան Darbinyan Дарбинян; Դիլանյան Dilanyan Диланян
    Եսայան Yesayan Есаян; Եփրեմյան Yepremyan Епремян; Զոհրաբյան Zohrabyan Зограбян
    Էլոյան Eloyan Элоян; Թամրազյան Tamrazyan Тамразян; Թորոսյան Torosyan Торосян
    Ժամկոչյան Zhamkochyan Жамкочян; Իսախանյան Isakhanyan Исаханян; Իսրայելյան Israyelyan Исраелян
    Լալայան Lalayan Лалаян; Լևոնյան Levonyan Левонян; Խանոյան Khanoyan Ханоян
    Խաչմանյան Khachmanyan Хачманян; Խուդոյան Khudoyan Худоян; Ծատուրյան Tsaturyan Цатурян
    Ծառուկյան Tsarukyan Царукян; Կարոյան Karoyan Кароян; Կոստանյան Kostanyan Костанян
    Կուրղինյան Kurghinyan Кургинян; Համբարձումյան Hambardzumyan Амбарцумян; Հարոյան Haroyan Ароян
    Հովակիմյան Hovakimyan Овакимян; Հովսեփյան Hovsepyan Овсепян; Ճաղարյան Chagharyan Чагарян
    Մադոյան Madoyan Мадоян; Մալխասյան Malkhasyan Малхасян; Մամիկոնյան Mamikonyan Мамиконян
    Մարության Marutyan Марутян; Մաթևոսյան Matevosyan Матевосян; Մեհրաբյան Mehrabyan Меграбян
    Մեսրոպյան Mesropyan Месропян; Մխիթարյան Mkhitaryan Мхитарян; Մնացականյան Mnatsakanyan Мнацаканян
    Մուրադյան Muradyan Мурадян; Յոլչյան Yolchyan Йолчян; Նալբանդյան Nalbandyan Налбандян
    Նավասարդյան Navasardyan Навасардян; Նիկողոսյան Nikoghosyan Никогосян; Նորոյան Noroyan Нороян
    Շահբազյան Shahbazyan Шахбазян; Շահինյան Shahinyan Шагинян; Շիրինյան Shirinyan Ширинян
    Չախոյան Chakhoyan Чахоян; Չիլինգարյան Chilingaryan Чилингарян; Պարոնյան Paronyan Паронян
    Պետրոյան Petroyan Петроян; Ջանիկյան Janikyan Джаникян; Ռոստոմյան Rostomyan Ростомян
    Ռուբինյան Rubinyan Рубинян; Սաղաթելյան Saghatelyan Сагателян; Սաֆարյան Safaryan Сафарян
    Սեդրակյան Sedrakyan Седракян; Սողոմոնյան Soghomonyan Согомонян; Սուքիասյան Sukiasyan Сукиасян
    Վահանյան Vahanyan Ваганян; Վանյան Vanyan Ванян; Վիրաբյան Virabyan Вирабян
    Տերտերյան Terteryan Тертерян; Տիգրանյան Tigranyan Тигранян; Տոնոյան Tonoyan Тоноян
    Ումրշատյան Umrshatyan Умршатян; Փանոսյան Panosyan Паносян; Փարսադանյան Parsadanyan Парсаданян
    Փիլոսյան Pilosyan Пилосян; Քալանթարյան Kalantaryan Калантарян; Քեշիշյան Keshishyan Кешишян
    Քոչարյան Kocharyan Кочарян; Օհանյան Ohanyan Оганян; Օրբելյան Orbelyan Орбелян
    Ֆահրադյան Fahradyan Фахрадян; Ֆրանգյան Frangyan Франгян; Խանջյան Khanjyan Ханджян
""")

ARMENIAN_MEN = spellings("""
    Արամ Aram Арам; Արա Ara Ара; Արմեն Armen Армен; Արթուր Artur Артур; Արման Arman Арман
    Արսեն Arsen Арсен; Արտակ Artak Артак; Արտաշես Artashes Арташес; Աշոտ Ashot Ашот; Ատոմ Atom Атом
    Ավետիք Avetik Аветик; Բագրատ Bagrat Баграт; Գագիկ Gagik Гагик; Գառնիկ Garnik Гарник
    Գարեգին Garegin Гарегин; Գեղամ Gegham Гегам; Գևորգ Gevorg Геворг; Գոռ Gor Гор; Գրիգոր Grigor Григор
    Գուրգեն Gurgen Гурген; Դավիթ Davit Давид; Դերենիկ Derenik Дереник; Եղիշե Yeghishe Егише
    Երվանդ Yervand Ерванд; Զավեն Zaven Завен; Էդգար Edgar Эдгар; Էդուարդ Eduard Эдуард
    Թաթուլ Tatul Татул; Թիգրան Tigran Тигран; Ժիրայր Zhirayr Жирайр; Լևոն Levon Левон
    Խաչատուր Khachatur Хачатур; Կամո Kamo Камо; Կարեն Karen Карен; Կարապետ Karapet Карапет
    Հակոբ Hakob Акоп; Համլետ Hamlet Гамлет; Հայկ Hayk Айк; Հարություն Harutyun Арутюн
    Հենրիկ Henrik Генрик; Հմայակ Hmayak Амаяк; Հովհաննես Hovhannes Ованес; Հովիկ Hovik Овик
    Հրաչյա Hrachya Грачья; Հրանտ Hrant Грант; Մարտին Martin Мартин; Մանվել Manvel Манвел
    Մխիթար Mkhitar Мхитар; Մհեր Mher Мгер; Մուշեղ Mushegh Мушег; Նարեկ Narek Нарек; Ներսես Nerses Нерсес
    Նորայր Norayr Норайр; Շիրակ Shirak Ширак; Ոսկան Voskan Воскан; Պարույր Paruyr Паруйр
    Պետրոս Petros Петрос; Ռազմիկ Razmik Размик; Ռաֆայել Rafayel Рафаел; Ռոբերտ Robert Роберт
    Ռուբեն Ruben Рубен; Սամվել Samvel Самвел; Սասուն Sasun Сасун; Սարգիս Sargis Саргис
    Սեդրակ Sedrak Седрак; Սերոբ Serob Сероб; Սմբատ Smbat Смбат; Սուրեն Suren Сурен; Վազգեն Vazgen Вазген
    Վահագն Vahagn Ваагн; Վահան Vahan Ваган; Վահե Vahe Ваге; Վարդան Vardan Вардан; Վարուժան Varuzhan Варужан
    Վիգեն Vigen Виген; Տարոն Taron Тарон; Տիրան Tiran Тиран; Փայլակ Paylak Пайлак
""")

ARMENIAN_WOMEN = spellings("""
    Անի Ani Ани; Աննա Anna Анна; Անահիտ Anahit Анаит; Անուշ Anush Ануш; Արաքսյա Araksya Араксия
    Արև Arev Арев; Արմինե Armine Армине; Արմենուհի Armenuhi Арменуи; Արփինե Arpine Арпине
    Աստղիկ Astghik Астхик; Արուսյակ Arusyak Арусяк; Աիդա Aida Аида; Գայանե Gayane Гаяне
    Գոհար Gohar Гоар; Գրետա Greta Грета; Դիանա Diana Диана; Դոնարա Donara Донара; Եվա Yeva Ева
    Ելենա Yelena Елена; Զարուհի Zaruhi Заруи; Զարինե Zarine Зарине; Զոյա Zoya Зоя; Էլեն Elen Элен
    Էլմիրա Elmira Эльмира; Էմմա Emma Эмма; Թամարա Tamara Тамара; Թագուհի Taguhi Тагуи
    Թեհմինե Tehmine Тегмине; Իրինա Irina Ирина; Լաուրա Laura Лаура; Լիանա Liana Лиана; Լիլիթ Lilit Лилит
    Լուսինե Lusine Лусине; Լուիզա Luiza Луиза; Խանում Khanum Ханум; Կարինե Karine Карине
    Համեստ Hamest Амест; Հայկուհի Haykuhi Айкуи; Հասմիկ Hasmik Асмик; Հեղինե Heghine Эгине
    Հերմինե Hermine Эрмине; Հռիփսիմե Hripsime Рипсиме; Մարգարիտա Margarita Маргарита
    Մարիամ Mariam Мариам; Մարիետա Marieta Мариета; Մարինե Marine Марине; Մերի Meri Мери; Մանե Mane Мане
    Նաիրա Naira Наира; Նարե Nare Наре; Նարինե Narine Нарине; Նելլի Nelli Нелли; Նունե Nune Нуне
    Նվարդ Nvard Нвард; Շուշան Shushan Шушан; Ոսկեհատ Voskehat Воскеат; Պերճուհի Perchuhi Перчуи
    Ռիտա Rita Рита; Ռուզաննա Ruzanna Рузанна; Սաթենիկ Satenik Сатеник; Սեդա Seda Седа
    Սիրանուշ Siranush Сирануш; Սոնա Sona Сона; Սոֆյա Sofya Софья; Սուսաննա Susanna Сусанна
    Վարդուհի Varduhi Вардуи; Վարսենիկ Varsenik Варсеник; Վիկտորյա Viktorya Виктория; Տաթև Tatev Татев
    Քնարիկ Knarik Кнарик; Քրիստինե Kristine Кристине; Օֆելյա Ofelya Офелия; Ֆլորա Flora Флора
""")

RUSSIAN_SURNAMES = _names("""
    Иванов, Смирнов, Кузнецов, Попов, Васильев, Петров, Соколов, Михайлов, Новиков, Фёдоров, Морозов,
    Волков, Алексеев, Лебедев, Семёнов, Егоров, Павлов, Козлов, Степанов, Николаев, Орлов, Андреев,
    Макаров, Никитин, Захаров, Зайцев, Соловьёв, Борисов, Яковлев, Григорьев, Романов, Воробьёв, Сергеев,
    Кузьмин, Фролов, Александров, Дмитриев, Королёв, Гусев, Киселёв, Ильин, Максимов, Поляков, Сорокин,
    Виноградов, Ковалёв, Белов, Медведев, Антонов, Тарасов, Жуков, Баранов, Филиппов, Комаров, Давыдов,
    Беляев, Герасимов, Богданов, Осипов, Сидоров, Матвеев, Титов, Марков, Миронов, Крылов, Куликов,
    Карпов, Власов, Мельников, Денисов, Гаврилов, Щербаков, Вяземский, Успенский, Белинский, Чайковский
""")

# First name and the masculine patronymic it gives.
RUSSIAN_MEN = spelt_pairs("""
    Александр Александрович; Алексей Алексеевич; Анатолий Анатольевич; Андрей Андреевич; Антон Антонович
    Артём Артёмович; Борис Борисович; Вадим Вадимович; Валентин Валентинович; Валерий Валерьевич
    Василий Васильевич; Виктор Викторович; Виталий Витальевич; Владимир Владимирович; Вячеслав Вячеславович
    Геннадий Геннадьевич; Георгий Георгиевич; Григорий Григорьевич; Денис Денисович; Дмитрий Дмитриевич
    Евгений Евгеньевич; Егор Егорович; Иван Иванович; Игорь Игоревич; Кирилл Кириллович
    Константин Константинович; Леонид Леонидович; Максим Максимович; Михаил Михайлович; Николай Николаевич
    Олег Олегович; Павел Павлович; Пётр Петрович; Роман Романович; Семён Семёнович; Сергей Сергеевич
    Станислав Станиславович; Степан Степанович; Фёдор Фёдорович; Юрий Юрьевич
""")

RUSSIAN_WOMEN = _names("""
    Александра, Алина, Алла, Анастасия, Анна, Валентина, Валерия, Вера, Вероника, Виктория, Галина,
    Дарья, Екатерина, Елена, Елизавета, Жанна, Зинаида, Ирина, Кристина, Ксения, Лариса, Лидия, Любовь,
    Людмила, Маргарита, Марина, Мария, Надежда, Наталья, Нина, Оксана, Ольга, Полина, Раиса, Светлана,
    София, Тамара, Татьяна, Ульяна, Юлия
""")

FRENCH_SURNAMES = _names("""
    Martin, Bernard, Dubois, Thomas, Robert, Richard, Petit, Durand, Leroy, Moreau, Simon, Laurent,
    Lefèvre, Michel, Garnier, Roux, Fournier, Morel, Girard, Mercier, Dupont, Lambert, Bonnet, Rousseau,
    Vincent, Müller, Faure, André, Chevalier, Gauthier, Perrin, Robin, Clément, Morin, Nicolas, Henry,
    Roussel, Mathieu, Gautier, Masson, Marchand, Duval, Denis, Dumont, Lemaire, Noël, Meunier, Blanchard,
    Brun, Joly, Rivière, Brunet, Gaillard, Barbier, Renaud, Le Goff, Le Gall, de Villiers, d'Aubigny,
    L'Hermitte, Béranger, Saint-Clair, Çelik, Boëlle, Guérin
""")

FRENCH_MEN = _names("""
    Jean, Pierre, Michel, André, Philippe, Alain, Jacques, Bernard, Daniel, François, Éric, Stéphane,
    Frédéric, Sébastien, Jérôme, Benoît, Rémi, Gaël, Loïc, Mathieu, Antoine, Guillaume, Hervé, Gérard,
    Thierry, Jean-Luc, Jean-Pierre, Étienne, Cédric, Laurent
""")

FRENCH_WOMEN = _names("""
    Marie, Nathalie, Isabelle, Sylvie, Catherine, Françoise, Martine, Christine, Valérie, Sandrine,
    Véronique, Stéphanie, Céline, Chloé, Élodie, Aurélie, Émilie, Hélène, Anaïs, Agnès, Béatrice, Cécile,
    Geneviève, Gaëlle, Joëlle, Marie-Claire, Anne-Sophie, Mireille, Noémie, Solène
""")

ENGLISH_SURNAMES = _names("""
    Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Robinson, Wright, Thompson, Evans,
    Walker, White, Roberts, Green, Hall, Wood, Jackson, Clarke, Harris, Clark, Turner, Hill, Cooper,
    Ward, Baker, Moore, Morris, King, Watson, Harrison, Morgan, Young, Parker, Bennett, Carter, Mitchell,
    Cook, Bailey, Murphy, Miller, Hughes, Edwards, Foster, Gibson, Hamilton, Graham, Sullivan, Reynolds,
    Fisher, Barnes, Marshall, Stevens, Palmer, Bryant, Hayes, O'Brien, O'Connor, McKenzie, MacDonald,
    Lloyd-Jones, Smith-Avery, St John
""")

ENGLISH_MEN = _names("""
    James, John, Robert, Michael, William, David, Richard, Thomas, Charles, Christopher, Daniel, Matthew,
    Anthony, Mark, Steven, Paul, Andrew, Kenneth, George, Kevin, Brian, Edward, Timothy, Jason, Jeffrey,
    Gary, Stephen, Eric, Simon, Alan
""")

ENGLISH_WOMEN = _names("""
    Mary, Patricia, Jennifer, Linda, Elizabeth, Barbara, Susan, Jessica, Sarah, Karen, Nancy, Margaret,
    Lisa, Emily, Sandra, Ashley, Kimberly, Donna, Carol, Michelle, Amanda, Melissa, Deborah, Stephanie,
    Rebecca, Laura, Helen, Victoria, Heather, Rachel
""")
