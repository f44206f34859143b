"""Where clients come from, what was spent there, and how the advertisements name themselves."""
from datetime import timedelta

REF = "sales_crm_ext.sales_channel_{}"
SHARES = {  # channel: how often a new client comes from there, in how many of its deals we win
    "search_ads": (26, 0.18), "website": (20, 0.3), "referral": (14, 0.6), "exhibition": (10, 0.4),
    "cold_call": (18, 0.2), "incoming_call": (8, 0.4), "email": (4, 0.2),
}
SPEND = {"search_ads": (96_000, 118_000, 104_000, 121_000), "exhibition": (0, 340_000, 0, 45_000),
         "email": (12_000, 12_000, 12_000, 12_000)}
ADVERTISEMENT = "Яндекс.Директ"
MISSPELLED = "yandex"  # a second spelling, which no rule maps: the director is shown it


def draw_channel(draw):
    """Short name of a channel, as often as it brings clients."""
    return draw.choices(list(SHARES), [share for share, _wins in SHARES.values()])[0]


def get(env, name):
    return env.ref(REF.format(name))


def create(env, today):
    """Map the advertisement's source, and write the spend of four months."""
    source, _misspelled = env["utm.source"].create([{"name": ADVERTISEMENT}, {"name": MISSPELLED}])
    env["sales.channel.rule"].create({"channel_id": get(env, "search_ads").id, "source_id": source.id})
    for name in SPEND:
        get(env, name).is_paid = True
    env["sales.channel.spend"].create([
        {"channel_id": get(env, name).id, "date_from": first, "date_to": last, "amount": amount}
        for name, amounts in SPEND.items() for (first, last), amount in zip(_months(today), amounts, strict=True)
        if amount])


def get_source(env, draw, channel):
    """utm values of a lead that an advertisement or the website brought."""
    if channel == "search_ads":
        name = MISSPELLED if draw.random() < 0.2 else ADVERTISEMENT
        return {"source_id": env["utm.source"].search([("name", "=", name)], limit=1).id}
    if channel == "website":
        return {"medium_id": env.ref("utm.utm_medium_website").id}
    return {}


def _months(today):
    """First and last day of this month and the three before, oldest first; this month's ends today."""
    months, last = [], today
    for _ in range(4):
        first = last.replace(day=1)
        months.append((first, last))
        last = first - timedelta(days=1)
    return months[::-1]

