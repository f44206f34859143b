"""What people do in the month, each by the methods that its screen calls."""
from datetime import timedelta

from tests.mail_server import make_bounce

from . import build, plan

GOODS = ("насосы ЦНС 38", "насос К 100-65", "задвижки ДУ 80", "частотники на 15 кВт", "рукава высокого давления",
         "торцевые уплотнения", "двигатели АИР 132", "фильтры для скважины", "счётчики воды", "станцию пожаротушения",
         "обратные клапаны", "манометры МП 100", "муфты упругие", "шкаф управления", "трубу ПНД 110", "редукторы Ц2У")
PLACES = ("котельной в Туле", "школы в Калуге", "цеха розлива", "карьера под Орлом", "теплицы", "гостиницы на набережной",
          "молокозавода", "порта", "посёлка Лесной", "мясокомбината", "больницы", "очистных сооружений", "автомойки",
          "аэропорта", "рыбного хозяйства", "типографии")
MATTERS = ("гарантию 24 месяца", "доставку до Твери", "замену подшипников", "пусконаладку", "отсрочку на 30 дней",
           "паспорта и сертификаты", "скидку от объёма", "выезд инженера", "резервный агрегат", "сервис на год",
           "обмен старых агрегатов", "шеф-монтаж", "испытания на стенде", "окраску по каталогу", "договор поставки")
PEOPLE = ("главный энергетик", "снабженец", "финансовый директор", "механик", "технолог", "владелец", "прораб",
          "начальник участка", "проектировщик", "бухгалтер", "директор по качеству", "инженер по охране труда")
DAYS = ("к понедельнику", "во вторник утром", "в среду", "до четверга", "к пятнице", "через две недели", "после праздников",
        "первого числа", "до конца квартала", "к сезону", "на выставке", "после тендера")
SAVED = {"display_name": {}}


class Doer:
    def __init__(self, random):
        self._random = random
        self._calls, self._entered, self._addresses, self._sent = {}, {}, {}, {}

    def learn(self, env):
        users = env["res.users"].search([("login", "like", "seller%")])
        self._director = env["res.users"].search([("login", "=", "month_director")]).id
        self._users = {user.login: user.id for user in users}
        self._clients = {user.login: env["res.partner"].search([("user_id", "=", user.id)]).ids for user in users}
        for person in plan.PEOPLE:
            for number, client in enumerate(self._clients[person.login]):
                self._addresses[client] = plan.get_address(person, number)
        self._proposal = env["mail.template"].search([("name", "=", build.PROPOSAL)]).id
        self._deals = {user.login: env["crm.lead"].search([("user_id", "=", user.id)]).ids for user in users}
        self._interested = env.ref("sales_crm_ext.sales_call_outcome_interested").id
        self._call_type = env.ref("mail.mail_activity_data_call").id

    def get_actor(self, deed):
        """The director corrects, the rest is the person's own."""
        is_directors = deed["kind"] in ("confirm", "refute", "delete", "move", "record", "bounce")
        return self._director if is_directors else self._users[deed["login"]]

    def do(self, env, deed):
        """Do it, and note what was done."""
        return {**deed, **(getattr(self, f"_do_{deed['kind']}")(env, deed) or {})}

    def _do_talk(self, env, deed):
        values = {**self._start(env, deed), "duration": deed["seconds"], **self._tell(deed)}
        return self._save(env, deed, values, "action_report")

    def _do_missed(self, env, deed):
        return self._save(env, deed, self._start(env, deed), self._random.choice(
            ["action_no_answer", "action_busy", "action_voicemail"]))

    def _start(self, env, deed):
        return {"partner_id": self._get_client(deed), "kind": "cold" if deed["is_cold"] else "follow_up",
                "date_start": deed["at"]}

    def _get_client(self, deed):
        number, entered = deed["client"], self._entered.get(deed["login"], [])
        known = self._clients[deed["login"]]
        return entered[-1 - (number - 100) % len(entered)] if number >= 100 and entered else known[number % len(known)]

    def _save(self, env, deed, values, button):
        saved, = env["sales.call"].web_save(values, SAVED)
        call = env["sales.call"].browse(saved["id"])
        getattr(call, button)()
        self._calls[deed["id"]] = call.id
        return {"with": values["partner_id"]}

    def _tell(self, deed):
        pick, number = self._random.choice, deed["id"]
        return {
            "outcome_id": self._interested, "next_step_type_id": self._call_type,
            "next_contact_at": deed["at"] + timedelta(days=self._random.randint(1, 9)),
            "topic": f"Обсудили {pick(GOODS)} для {pick(PLACES)}, спрашивал {pick(PEOPLE)}: нужно {number} штук, "
                     f"важнее всего {pick(MATTERS)}",
            "agreement": f"Посчитаю {pick(GOODS)} и {pick(GOODS)} для {pick(PLACES)} по заявке {number}, уточню"
                         f" {pick(MATTERS)}, отправлю {pick(DAYS)}, подтвердит {pick(PEOPLE)}",
            "stop_point": f"{pick(PEOPLE).capitalize()} сверяет смету {number + 7} на {pick(MATTERS)}, ответит {pick(DAYS)}",
        }

    def _do_client(self, env, deed):
        saved, = env["res.partner"].web_save({
            "name": f"ООО Новый {deed['id']}", "is_company": True, "phone": f"+7 812 {deed['id'] + 2000000}",
            "user_id": env.uid, "email": f"new{deed['id']}@client.ru"}, SAVED)
        self._addresses[saved["id"]] = f"new{deed['id']}@client.ru"
        self._entered.setdefault(deed["login"], []).append(saved["id"])
        return {"made": saved["id"]}

    def _do_won(self, env, deed):
        env["crm.lead"].browse(self._deals[deed["login"]].pop()).action_set_won_rainbowman()

    def _do_contract(self, env, deed):
        env["ir.attachment"].create({
            "name": f"Договор {deed['id']}.pdf", "res_model": "res.partner", "res_id": self._clients[deed["login"]][0],
            "raw": f"%PDF-1.4 {deed['id']}".encode(), "mimetype": "application/pdf"})

    def _do_meeting(self, env, deed):
        client = self._clients[deed["login"]][deed["id"] % 8]
        partner = env.user.partner_id
        env["calendar.event"].web_save({
            "name": f"Показ {deed['id']}", "start": deed["at"], "stop": deed["at"] + timedelta(hours=1),
            "user_id": env.uid, "partner_ids": [(6, 0, [partner.id, client])]}, SAVED)

    def _do_letter(self, env, deed):
        client = self._get_client(deed)
        composer = env["mail.compose.message"].with_context(
            default_model="res.partner", default_res_ids=[client], default_composition_mode="comment",
            default_partner_ids=[client], default_template_id=deed["is_proposal"] and self._proposal)
        written = {} if deed["is_proposal"] else {"body": "<p>Добрый день!</p>", "subject": "Вопрос"}
        saved, = composer.web_save(written, SAVED)
        composer.browse(saved["id"]).action_send_mail()
        message = env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "=", client), ("author_id", "=", env.user.partner_id.id)],
            order="id desc", limit=1)
        self._sent[deed["id"]] = self._addresses[client], message.message_id
        return {"to": self._addresses[client]}

    def _do_bounce(self, env, deed):
        # As the mail gateway brings it.
        env["mail.thread"].sudo().message_process(
            False, make_bounce(f"bounce@{plan.OWN_DOMAIN}", *self._sent[deed["of"]]))

    def _do_confirm(self, env, deed):
        # As the verdict of a control call, which is the system's.
        self._get_call(env, deed).sudo().state = "confirmed"

    def _do_refute(self, env, deed):
        self._get_call(env, deed).sudo().state = "refuted"

    def _do_delete(self, env, deed):
        self._get_call(env, deed).unlink()

    def _do_move(self, env, deed):
        self._get_call(env, deed).web_save({"date_start": deed["to"]}, SAVED)

    def _do_record(self, env, deed):
        call = self._get_call(env, deed).sudo()
        call._take_pbx_record(f"pbx-{deed['id']}", call.date_start, deed["seconds"],
                              "answered" if deed["seconds"] else "no_answer")

    def _do_write(self, env, deed):
        call = self._get_call(env, deed)
        call.web_save(self._tell(deed), SAVED)
        call.action_report()

    def _get_call(self, env, deed):
        return env["sales.call"].browse(self._calls[deed["of"]])
