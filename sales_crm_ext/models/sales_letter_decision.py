from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ..tools.addressee import get_addressee, get_domain, is_public

_BATCH = 1000
# Of PostgreSQL's advisory locks, those on letters: one job at a time decides.
_DECIDING = "sales_letter"


class SalesLetter(models.Model):
    """Whose letter it is, and who was the first to write to an address.

    Decided after the fact by one job at a time, from committed letters in the order in which they left. Two people who
    write to a new address at the same moment send one letter each, and one of them is the first. A letter that becomes
    visible late, because its transaction was long, comes after those that were decided before: an address is new once.
    """
    _inherit = "sales.letter"

    @api.model
    def _cron_decide(self):
        # Every minute instead of a trigger with each letter: a trigger refers to the job's row, which is updated whenever a
        # job runs, and the conflict would hit a transaction whose letter has left.
        decided = self._decide()
        while decided and self.env["ir.cron"]._commit_progress(decided, remaining=self.search_count(self._get_undecided())):
            decided = self._decide()
        self.env["sales.letter.bounce"]._apply()

    @api.model
    def _decide(self):
        """Decide on the oldest letters; return how many they were."""
        if not self._lock_decisions():
            return 0
        letters = self.search(self._get_undecided(), order="sent_at, id", limit=_BATCH)
        letters._resolve()
        letters._decide_first()
        letters.decided_at = fields.Datetime.now()
        letters._settle_actions(is_new=True)
        return len(letters)

    @api.model
    def _get_undecided(self):
        return [("decided_at", "=", False)]

    @api.model
    def _lock_decisions(self):
        """Whether this transaction is the one that decides; it stays so until its end."""
        return self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(hashtext(%s))", _DECIDING))[0][0]

    # ------------------------------------------------------------
    # WHOSE LETTER, AND TO WHOM
    # ------------------------------------------------------------

    def _resolve(self):
        users, marked = self._find_users(), self._find_marked_messages()
        companies = set(self.env["res.company"].search([])._ids)
        for letter in self:
            letter.email_normalized = get_addressee(letter.email)
            letter.user_id = users.get(letter.author_ref, users.get(-letter.sender_ref, False))
            letter.company_id = letter.company_ref if letter.company_ref in companies else letter.user_id.company_id
            letter.is_sales_proposal = letter.is_sales_proposal or letter.mail_message_ref in marked
        self.user_id.mapped("all_group_ids")  # of all at once
        self.env["sales.client.scope"]._get_for_owners(self.user_id)
        found = self._find_cards()
        for user, letters in self.grouped("user_id").items():
            if user:
                letters._resolve_clients(user, found)

    def _find_users(self):
        """Colleagues by the id of their partner, and by their own id with a minus. A letter is its author's, and the
        sender's where it is signed by somebody else: the company, the system."""
        users = self.env["res.users"].with_context(active_test=False).search(
            Domain("share", "=", False) & Domain("id", "!=", self.env.ref("base.user_root").id)
            & (Domain("partner_id", "in", self.mapped("author_ref")) | Domain("id", "in", self.mapped("sender_ref"))),
            order="active, id desc")
        return {**{-user.id: user for user in users}, **{user.partner_id.id: user for user in users}}

    def _find_marked_messages(self):
        """Ids of messages that are proposals: the composer marks its message when it is posted, by then the letter may have
        left."""
        return set(self.env["mail.message"].search(
            [("id", "in", self.mapped("mail_message_ref")), ("is_sales_proposal", "=", True)])._ids)

    def _resolve_clients(self, user, found):
        """Cards and deals that ``user`` does not reach stay out of it: an address that somebody types must not tell them
        whether it is a stranger's client.

        :param found: cards of these letters and of others
        """
        recipients, emails = set(self.mapped("recipient_ref")), {letter._get_plain_email() for letter in self}
        cards = self._filter_reached(user, found.filtered(
            lambda card: card.id in recipients or card.email_normalized in emails))
        leads = self._filter_reached(user, self.env["crm.lead"].browse(
            self.filtered(lambda letter: letter.res_model == "crm.lead").mapped("res_id")))
        clients = self._filter_reached(user, leads.partner_id)
        by_email = defaultdict(cards.browse)
        for card in cards.sorted("id"):
            by_email[card.email_normalized] |= card
        for letter in self:
            lead = leads & leads.browse(letter.res_id if letter.res_model == "crm.lead" else ())
            recipient = cards & cards.browse(letter.recipient_ref or ())
            card = letter._choose_card(recipient | by_email[letter._get_plain_email()])
            letter.has_card = bool(card)
            letter.lead_id = lead
            letter.partner_id = card.commercial_partner_id or (lead.partner_id & clients).commercial_partner_id

    @api.model
    def _filter_reached(self, user, records):
        records = records.exists()
        reached = self.env["ir.rule"].with_user(user)._filter_client_reached(records.with_user(user))
        return records.browse(reached._ids)

    def _find_cards(self):
        found = self.env["res.partner"].with_context(active_test=False).search(
            Domain("id", "in", self.mapped("recipient_ref"))
            | Domain("email_normalized", "in", [letter._get_plain_email() for letter in self]))
        no_clients = self.env["sales.client.scope"]._get_no_clients()
        return found.filtered(lambda partner: partner.client_scope_id not in no_clients)

    def _get_plain_email(self):
        """The address as cards have it."""
        return email_normalize(self.email, strict=False) or self.email

    def _choose_card(self, cards):
        """One that was there before the letter was; cards that a program put into the database may not say since when."""
        written_at = self.written_at or self.sent_at
        return cards.filtered(lambda card: not card.create_date or card.create_date < written_at)[:1]

    # ------------------------------------------------------------
    # WHO WAS FIRST
    # ------------------------------------------------------------

    def _decide_first(self):
        Addressee = self.env["sales.addressee"]
        own, own_domains = self._get_own_addresses()
        known = Addressee._get_known(self.mapped("email_normalized"))
        copies, first = self._find_copies(), []
        for letter in self:
            address = letter.email_normalized
            copy = letter.mail_message_ref, address
            is_outside = bool(address) and address not in own and address.rpartition("@")[2] not in own_domains
            letter.is_countable = is_outside and copy not in copies
            letter.is_new_addressee = letter.is_countable and letter.has_card and address not in known
            copies.add(copy)
            if address and address not in known:
                known.add(address)
                first.append(letter.id)
        Addressee._add(self.browse(first))

    def _find_copies(self):
        """Pairs of message and address that have counted already: a message is sent again, or to two cards of one person."""
        earlier = self.search_fetch(
            [("mail_message_ref", "in", self.mapped("mail_message_ref")), ("decided_at", "!=", False)],
            ["mail_message_ref", "email_normalized"])
        return {(letter.mail_message_ref, letter.email_normalized) for letter in earlier}

    @api.model
    def _get_own_addresses(self):
        """Mailboxes of colleagues and companies, and the domains that are ours."""
        users = self.env["res.users"].with_context(active_test=False).search([("share", "=", False)])
        companies = self.env["res.company"].search([])
        emails = [*users.mapped("email"), *users.mapped("login"), *companies.mapped("email")]
        own = set(filter(None, map(get_addressee, (email_normalize(email, strict=False) for email in emails))))
        domains = {address.rpartition("@")[2] for address in own}
        domains |= set(map(get_domain, self.env["mail.alias.domain"].search([]).mapped("name")))
        return own, {domain for domain in domains if not is_public(domain)}
