"""Words of call reports by what they prove, and the look-up of one word.

The lists are ours.  `word*` is a stem: it covers every word which begins so
(the longest listed beginning wins), `word` covers only itself; `ё` is written
`е`.  A word that no list knows is CONTENT: the language of trade is open, the
language of empty reports is small, so only the latter can be listed.
"""

from functools import lru_cache

# What a word is, strongest claim last.
FUNCTION = "function"  # grammar: ignored everywhere
GENERIC = "generic"  # fits any call: proves nothing
PLACEHOLDER = "placeholder"  # stands for a text instead of being one
NEGATION = "negation"  # with an object names an obstacle
ACTION = "action"  # with an object or a date is a next step
CALLBACK = "callback"  # with a date is a next step, else generic
WEAK = "weak"  # word of any deal: half a fact
TIME = "time"  # loose time: half a fact
DATE = "date"  # weekday, month, season
NUMBER = "number"  # digits or a numeral
CONTENT = "content"  # anything concrete

_MAX_ENDING = 7

_LISTS = {
    # Exceptions: concrete words that begin like empty ones.
    CONTENT: """
абонемент* вечерин* двигател* завтрак* запрос* коммерческим коммерческому направляющ* новострой* обеденн*
образц* остановк* остатк* остаток ответчик* отчетност* передатчик* подписк* позвонк* позвоночн* показани*
показател* прислуг* продуктов* работник* разниц* сторонн* супермаркет* телефони* удобрен* устройств*
фирменн* callout filler filling phonetic* presenter* thinkpad workbench* workshop* workwear
""",
    FUNCTION: """
а б более больше будем будет будете будто буду будут бы был была были было быть в вам вас ваш ваша ваше
вашего вашей ваши вашим ваших весь во вот вроде все всего всем всему всех всю вы г где да даже для
до его ее ей ему если есть еще же за зао и из изо или им ими ип их к как какая какие каких какого какое
какой каком ко когда кого котора* которо* которы* кто куда ли либо между менее меньше меня мне мной мое мои
мой моя мы на над нам нами нас наш наша наше нашего нашей нашему наши нашим нашими наших нашу него нее ним
них но ну о оао об обо один одн* ок около он она они оно ооо от откуда очень пао перед по под после при про
просто раз с сам сама сами само свое своего своей свои своих свой свою себе себя со сюда т та так такая
также такие таких такого такое такой там тд те тем типа то того тоже только том тому тот туда тут ты у уже
чего чей чем через что чтоб чтобы чтото эта эти этих это этого этой этом этому этот эту я a about all also
am an and any are as at be been being both but by can could d did do does for from had has have he her here
him his how i if in into is it its just ll m may me might mr mrs ms must my of off on one ooo or our out
over re s she should so some such t than that the their them then there these they this those to too under
up us ve very was we were what when where which who will with would you your
""",
    NEGATION: "не ни нет нету без отсутств* no not without isn hasn doesn didn don cannot missing lacks",
    CALLBACK: """
вернемся вернусь вернуться наберем наберет наберу набирать набрать перезвон* позвон* свяжемся свяжусь
свяжутся связаться созвон* call callback calls ping recall
""",
    ACTION: """
высл* выстави* вышл* вышле* забер* забрат* завез* закин* запросил* запросит* запрошу напис* напиш* напом*
направ* отправ* оформ* переда* передал* передат* пересл* перешл* подбер* подготов* подобр* подпи* подтверд*
покаж* показ* постави* посчит* предлагаем предлагаю предложил* предложим предложит предложить предложу
привез* приед* приех* присл* пришл* провер* рассчит* скин* согласуе* узна* уточн* arrange bring check
confirm email* forward* mail mails prepare provide schedule send sending sends sent share ship shipped show
sign visit
""",
    DATE: """
август* апрел* весн* воскресен* вс вт вторник* декабр* зима зиме зимо* зимы июл июле июль июлю июля июн июне
июнь июню июня квартал* летом мае май март марта марте мартом марту маю мая ноябр* октябр* осен* пн полуг*
понедельник* пт пятниц* сб сентябр* ср сред среда среде среду среды суббот* феврал* четверг* чт январ* apr
april aug august autumn dec december feb february fri friday* jan january jul july jun june mar march mon
monday* nov november oct october quarter saturday* sep sept september spring sunday* thu thursday* tue
tuesday* wed wednesday* winter
""",
    TIME: """
вечер* вчера год года годом году день дн дней днем дни дня завтра* конец конца конце концу лет мес месяц*
начал* недел* ночь ночью обед* полгода послезавтра сегодня сутки суток утра утро утром утру час часа часов
day days evening hour hours month monthly months morning noon today tomorrow tonight week weekly weeks year
years yesterday
""",
    WEAK: """
босс* бюджет* вариант* ватсап* встреч* денег денежн* деньг* дешев* директор* договор* документ* дорогая
дорогие дорого дороговат* дорогой дороже заказ* закуп* заявк* качеств* конкурент* контракт* кп купил* купит*
куплю купят лпр материал* начальник* начальств* объем* оплат* ответствен* отдел отдела отделе отделом отказ*
отказал* офис офиса офисе письм* покуп* поставк* поставщик* почт* прайс* предприят* презентац* проект
проекта проекте проекту проекты расчет* решение решению решения сделк* секретар* скидк* скидоч* согласов*
сотрудник* специалист* срок* стоимост* счет счета счете счетом счету телеграм* тз товар* финанс* цен цена
ценам цене ценник* ценой цену цены шеф шефа юрлиц* approval approve* boss brochure budget* buy buying buys
cheap* competitor* contract contracts cost costs deadline* deal deals decision* demand director* discount*
document* expensive finance* invoice* letter* manager* meeting* money office option* order ordered orders
paid pay payment* presentation* price* pricing project projects proposal* purchase* quality quotation*
quote* refusal refused secretary supplier* telegram term terms vendor* volume whatsapp
""",
    PLACEHOLDER: """
абв абвгд* адипискинг адиписцинг аликва амет бла блабла* блаблабла долор инцидидунт ипсум йцукен кек
консектетур* лаборе лол лорем ля магна сед сит темпор тест тестик тестовая тестовое тестовый тесты траля хз
хзхз эиусмод элит abc abcd* adipiscing aliqua amet asdf bar baz bla blabla blah consectetur dolor dolore
eiusmod elit foo incididunt ipsum kek labore lol lorem magna qwerty sed sit tbd tempor test testing tests
todo
""",
    GENERIC: """
абон* абонент* автоответ* ага актив* актуал* актуальн* алло аналогичн* атмосфер* берет беру берут бесед*
беспоко* благодар* ближайш* большая большие большое большой брал брали брать бросил быстр* важн* вежлив*
вектор* вероятн* взаимовыг* взаимодейств* взаимопоним* взял взяла взяли взять видел видели видит вместе внес
внести внимательн* возможн* возник* возраж* возьм* вопрос* времен* время вроде* всевозможн* всегда вскоре
вспомн* всяк* входящ* выбира* выбор* вызов* выслуш* выяв* глухо глян* говор* голосов* горит горят готов*
гудк* давать дадим дадут дает дал дала далее дали дальн* дальше дам данная данном данны* данный даст дать
дают двига* движ* действит* дела делае* делал* делам делат* делах дело делов* делу деталей детали деталям
деятельн* доброжел* довол* договарив* договорен* договорил* договорит* дозвон* долго должн* донес* достигн*
достиж* друг* дружел* дума* ждать ждем ждет жду ждут желает желан* забыл* задача задачи заинтерес* заказчик*
закрыл закрыли закрыть замечан* замечат* занесен занят занята занятой заняты запис* затрудн* зафиксир* звон*
здравств* знает знаком* знал* знать знаю идеи идет идею идея идут изменен* измени* имеем имеет имеются
иногда интерес* инфа инфо информац* инфу исходящ* итог* кажд* кажет* класс клиент* коммент* комментар*
коммерческ* компани* конечно конструктивн* контакт контакта контакте контактов контакту контакты короче
кратк* круто кстати купл* ладно легко лоял* лучш* лучше люб* людей люди маленьк* мало медлен* менеджер*
мессенджер* меша* минут* мнени* много мог могл* могут мож* молч* момент момента моментов моменты набрал*
наверн* надо наконец намерен* наметил* напряж* настроени* начн* неа неактуальн* негатив* недозвон* недоступ*
неинтерес* некотор* немного неплох* неудач* неудобн* нечего нигде никак никаких никакой никогда никто ничего
ничо новая нового новое новост* новую новые новый новых норм норма* нормас* нрав* нуж* нюанс* обдум* обеща*
обознач* обратн* обратно обстановк* обстоятельств* обсуд* обсужд* общаем* общал* общат* общего общее общем
общен* общие общий объясн* обыч* обязательн* ожида* озвуч* окей окейно оки оператив* определ* опять
организац* остав* остаем* остает* остал* остальн* остан* остат* ответ* отвеч* отлич* отнес* отнош* отработ*
отрицат* отчет* партнер* пауз* первая первого первое первые первый переговор* перезвонил* переписк*
перспектив* писал писать пиш* план планов планом плану планы плодотвор* плох* побесед* повесил повтор*
поговор* поддерж* подожд* подойд* подроб* подума* подход* позднее поздно поздоров* позже позитив* познаком*
пойдем пойдет пока поле полезн* полей полностью положит* получ* помех* помн* понадоб* поним* понрав* понял*
понят* пообещ* пообщ* попозже попрос* попыт* последующ* посмотр* посовет* потенц* потом потребност* похож*
почти пошло правильн* предлаг* предлож* предложен* представил* представит* представител* предыдущ* прежн*
преимуществ прекрасн* препятств* привет* приня* причин* приятел* приятн* приятно проблем* пробова* провед*
провел* провест* проводи* продолж* продукт* продуктивн* продукц* прозвон* произош* пройдет просил* просим
просит просить просят процесс процесса процессе прочее прочие прошел прошла прошлая прошли прошло прошлого
прошлое прошлой прошлом прошлую прошлый прошу пусто работ* рад рада рады разговар* разговор* раздум*
размышл* разн* ранее рано раньше рассказ* рассматр* рассмотр* рассуд* результат* реша* решат* решени* решил*
решим решит* руководител* руководств* сбросил сбросила сбросили свидан* связалась связались связался связи
связыв* связь связью сделае* сделал* сделат* сейчас секунд* сильно ситуац* ситуаци* скаж* сказ* скорее скоро
скрипт* след следующ* сложн* слуш* см смог* сможет смотр* смотри снова снял сняли снята сняты собеседник*
советовал* советоват* советует* советую* совмест* совсем соглас* согласил* соглаш* содержател* созвонил*
сомнев* сомнен* сообщ* сообщен* состоял* сотруднич* спасибо спраш* спрос* срочн* стараем* старат* стоп
сторон* супер супер* существ* такж* текст текста тексты теку* телефон* тема темам теме тему темы тепло тихо
тишин* точнее точно трубк* трудност* уваж* угу удается удалось удач* удобн* услови* услуг* услыш* успех*
успешн* установлен* устраив* устро* уточнен* фирм* хорош* хорошо хотел* хотим хотят хоч* хуже цели целом
цель ценност* частност* человек* чуть шаг шагах шаге шаги шагом шагу шло этап* эффективн* ясно adequate
again agree* agreed agreement align aligned alignment already another answer* anything ask asked asking asks
available await* awesome back before benefit* bit blocker* briefly busy call* called calling change changed
changes chat chatted chatting checking circle clear clearly client* come comes companies company concern*
consider* contact contacted contacts continue* conversation* cool cooperat* currently customer* decide*
deciding detail* discuss* everyone everything excellent explain* eye eyes far feedback field fine first flag
flags follow* friendly further gave general* get gets getting give given gives go goes going good got great
happy honest important info information interest* internal* introduc* issue issues keep* know knows last
later leave let lets like liked link look looking looks lot made make makes maybe message* moment* more most
move* moving much myself na need needed needs next nice* nicely nobody none normal* nothing now objection*
obstacle* offer* ok okay other others outcome overall overview pending people perfect perhaps phone* plan
planned plans pleas* pleasant positive possible possibly potential* present* probably problem* product
productive products question* quick* quite reach* really reconnect* regular* relation* remarks replied reply
report* respond* response result* review* said same saw say says see seem* sees service services shortly
simply situation smooth* somebody something soon speak* special spoke stay* step steps still summary
super sure take takes talk* tell text themselves thing things think* thinking thought* time times told took
touch truly unavailable update* useful usual* vibe vibes voicemail wait* want wanted wants way well went
work worked working works yeah yes yet
""",
}

NUMERALS = {
    form: digit
    for digit, forms in {
        "2": "два две двух двум двумя two", "3": "три трех трем тремя three", "4": "четыре четырех four",
        "5": "пять пяти five", "6": "шесть шести six", "7": "семь семи seven", "8": "восемь восьми eight",
        "9": "девять девяти nine", "10": "десять десяти ten", "11": "одиннадцать eleven",
        "12": "двенадцать двенадцати twelve", "20": "двадцать двадцати twenty",
    }.items()
    for form in forms.split()
}  # fmt: skip


def _index():
    exact, stems = {}, {}
    for kind, text in _LISTS.items():
        for entry in text.split():
            target = stems if entry.endswith("*") else exact
            target.setdefault(entry.rstrip("*"), kind)
    return exact, stems


_EXACT, _STEMS = _index()
_LONGEST = max(map(len, _STEMS))


@lru_cache(maxsize=16384)
def look_up(word):
    """Kind and stem of a lower-case word; kind None when no list knows it."""
    if word in NUMERALS:
        return NUMBER, NUMERALS[word]
    if word in _EXACT:
        return _EXACT[word], word
    for length in range(min(len(word), _LONGEST), 2, -1):
        kind = _STEMS.get(word[:length])
        if kind and len(word) - length <= _MAX_ENDING:
            return kind, word[:length]
    return None, word
