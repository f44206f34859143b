"""What is on a salesperson's desk, whatever hour, and whatever day of the month, the tests run at."""
from datetime import UTC, datetime, timedelta


def let_calls_be_due(client, login):
    """What is planned for later today is on no list of calls to make yet, and in the morning that is everything: let two
    of the person's calls have been planned for an hour ago."""
    planned = client.call("mail.activity", "search", [
        ("user_id.login", "=", login), ("res_model", "=", "res.partner"), ("activity_type_id.category", "=", "phonecall"),
    ], order="contact_at, id", limit=2)
    assert planned
    hour_ago = datetime.now(UTC).replace(tzinfo=None, microsecond=0) - timedelta(hours=1)
    client.call("mail.activity", "write", planned, {"contact_at": str(hour_ago)})


def miss_a_client(client, partner_id):
    """A call of this moment that nobody answered, so that the month has begun."""
    client.call("sales.call", "action_no_answer", client.call("sales.call", "create", [{"partner_id": partner_id}]))
