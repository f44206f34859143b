from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from .common import SalesCrmExtCommon


@tagged("post_install", "-at_install")
class TestStageTemplate(SalesCrmExtCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls.lead_of[cls.anna]
        cls.lead.team_id = cls.team
        cls.shared_stage = cls.lead.stage_id

    def _make(self, process="7", team=None, user=None):
        return self.env["sales.stage.template"].with_user(user or self.director).create(
            {"team_id": (team or self.team).id, "process": process})

    def _get_stages(self, team=None):
        return self.env["crm.stage"].search([("team_ids", "in", (team or self.team).ids)])

    def _get_columns(self, user):
        groups = self.env["crm.lead"].with_user(user).with_context(
            show_user_team_stages=1, read_group_expand=True).web_read_group(
            [("type", "=", "opportunity"), ("user_id", "=", user.id)], ["stage_id"], ["__count"])["groups"]
        return self.env["crm.stage"].browse([group["stage_id"][0] for group in groups if group["stage_id"]])

    def test_process_makes_the_stages_in_order_with_gates(self):
        for process, steps in (("6", 6), ("7", 7)):
            with self.subTest(process=process):
                self._make(process).action_apply()
                stages = self._get_stages()
                self.assertEqual(stages.mapped("process_step"), [
                    "contact", "needs", "presentation", "objections", "closing", "payment", "after_sale"][:steps])
                self.assertEqual(stages.filtered("is_won").mapped("process_step"), ["payment", "after_sale"][:steps - 5])
        self.assertRecordValues(stages.filtered(lambda stage: stage.process_step == "presentation"), [{
            "is_call_required": False, "is_pain_required": True, "is_interest_required": True,
            "is_proposal_required": False, "is_document_required": False}])

    def test_existing_deals_and_shared_stages_are_untouched(self):
        fields = ["stage_id", "probability", "team_id", "date_last_stage_update", "write_date", "won_status"]
        shared = self.env["crm.stage"].search([("team_ids", "=", False)])
        leads = self.env["crm.lead"].with_context(active_test=False).search([])
        self.env.flush_all()
        before, stages_before = leads.read(fields), shared.read(["name", "sequence", "fold", "team_ids", "is_won"])
        self._make().action_apply()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(leads.read(fields), before)
        self.assertEqual(shared.read(["name", "sequence", "fold", "team_ids", "is_won"]), stages_before)

    def test_pipeline_shows_own_stages_and_those_that_hold_deals(self):
        self._make().action_apply()
        columns = self._get_columns(self.anna)
        self.assertEqual(columns, (self._get_stages() + self.shared_stage).sorted())
        self.assertEqual(self._get_columns(self.viktor), self.env["crm.stage"].search([("team_ids", "=", False)]))
        self.lead.stage_id = self._get_stages()[0]
        self.assertEqual(self._get_columns(self.anna), self._get_stages())

    def test_statusbar_offers_the_teams_stages(self):
        self._make().action_apply()
        self.assertEqual(self.lead.allowed_stage_ids, self._get_stages())
        other = self.lead_of[self.viktor]
        self.assertEqual(other.allowed_stage_ids, self.env["crm.stage"].search([("team_ids", "=", False)]))

    def test_new_and_arriving_deals_take_the_first_stage(self):
        self._make().action_apply()
        first = self._get_stages()[0]
        lead = self.env["crm.lead"].with_user(self.anna).create({"name": "New", "type": "opportunity"})
        self.assertEqual((lead.team_id, lead.stage_id), (self.team, first))
        arriving = self.lead_of[self.viktor]
        arriving.team_id = self.team
        self.assertEqual(arriving.stage_id, first)

    def test_won_deal_takes_the_teams_won_stage(self):
        self._make().action_apply()
        self.lead.action_set_won()
        self.assertEqual((self.lead.stage_id.process_step, self.lead.won_status), ("payment", "won"))
        self.lead.team_id = self.other_team
        other = self.lead_of[self.viktor]
        other.action_set_won()
        other.team_id = self.team
        self.assertEqual(other.won_status, "won", "a won deal that comes to the team stays won")

    def test_again_changes_nothing_and_keeps_what_was_edited(self):
        self._make().action_apply()
        stages = self._get_stages()
        stages[1].write({"name": "Discovery", "is_call_required": False})
        with patch.object(self.registry["crm.stage"], "write", autospec=True) as write:
            self._make().action_apply()
        write.assert_not_called()
        self.assertEqual(self._get_stages(), stages)
        self.assertEqual(stages[1].name, "Discovery")

    def test_seven_to_six_keeps_a_last_step_that_holds_deals(self):
        self._make("7").action_apply()
        last = self._get_stages()[-1]
        archived = self.lead.copy({"stage_id": last.id, "active": False, "probability": 100})
        self._make("6").action_apply()
        self.assertEqual((archived.stage_id, last.fold, len(self._get_stages())), (last, True, 7))
        archived.unlink()
        self._make("6").action_apply()
        self.assertFalse(last.exists())
        self.assertEqual(len(self._get_stages()), 6)

    def test_stage_of_two_teams_stays_the_others(self):
        both = self.env["crm.stage"].create({"name": "Both", "team_ids": (self.team + self.other_team).ids})
        self._make().action_apply()
        self.assertEqual(both.team_ids, self.other_team)

    def test_other_process_proposes_its_steps_on_screen(self):
        form = Form(self.env["sales.stage.template"].with_user(self.director))
        form.team_id = self.team
        self.assertEqual(len(form.line_ids), 6)
        form.process = "7"
        self.assertEqual(len(form.line_ids), 7)
        with form.line_ids.edit(0) as line:
            line.name = "First Contact"
        form.save().action_apply()
        self.assertEqual(self._get_stages()[0].name, "First Contact")

    def test_without_a_won_step_is_refused(self):
        template = self._make()
        template.line_ids.is_won = False
        with self.assertRaisesRegex(UserError, self.team.name):
            template.action_apply()

    def test_deleted_team_in_a_favourite_shows_the_shared_stages(self):
        gone = self.env["crm.team"].create({"name": "Gone"})
        gone.unlink()
        Lead = self.env["crm.lead"].with_user(self.anna).with_context(default_team_id=gone.id)
        shared = self.env["crm.stage"].search([("team_ids", "=", False)])
        self.assertEqual(Lead._read_group_stage_ids(self.env["crm.stage"], []) & shared, shared)

    def test_lead_in_a_team_of_another_company_opens(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        lead = self.lead_of[self.anna]
        lead.company_id = False
        team = self.env["crm.team"].create({"name": "Abroad", "company_id": abroad.id})
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE crm_lead SET team_id = %s WHERE id = %s", team.id, lead.id))
        self.env.invalidate_all()
        self.assertTrue(lead.with_user(self.anna).allowed_stage_ids)

    def test_directors_only(self):
        for user in (self.anna, self.olga, self.alla):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._make(user=user)
