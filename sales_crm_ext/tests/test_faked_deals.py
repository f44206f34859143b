from odoo.tests import tagged

from .faked_common import FakedWorkCommon


@tagged("post_install", "-at_install")
class TestFakedDeals(FakedWorkCommon):

    def test_second_card_of_an_own_client_is_no_new_client(self):
        Partner = self.env["res.partner"].with_user(self.anna)
        own = Partner.create({"name": "ООО Завод", "is_company": True, "phone": "+7 495 111-22-34", "email": "a@zavod.ru"})
        Partner.create({"name": "Завод", "is_company": True, "phone": "+7 (495) 111 22 34"})
        Partner.create({"name": "Завод", "is_company": True, "email": "A@zavod.ru"})
        self.assertEqual(self._sums("new_client"), (1, 0))
        own.active = False
        Partner.create({"name": "Завод", "is_company": True, "email": "a@zavod.ru"})
        self.assertEqual(self._sums("new_client"), (1, 0))

    def test_whom_a_colleague_works_with_is_not_told(self):
        self.env["res.partner"].with_user(self.boris).create({"name": "Завод", "phone": "+7 495 111-22-34"})
        self.env["res.partner"].with_user(self.anna).create({"name": "Завод", "phone": "+7 495 111-22-34"})
        self.assertEqual(self._sums("new_client"), (2, 0))

    def test_colleague_takes_no_contract_away(self):
        self._share(self.boris)
        contract = self.env["ir.attachment"].with_user(self.anna).create({
            "name": "Договор.pdf", "res_model": "res.partner", "res_id": self.client.id, "raw": b"%PDF-1.4",
            "mimetype": "application/pdf"})
        theirs = contract.with_user(self.boris)
        for attack in (theirs.unlink, lambda: theirs.write({"sales_document_kind": "other"}),
                       lambda: theirs.write({"res_id": self.client_of[self.boris].id})):
            with self._refused():
                attack()
        self.assertEqual(self._sums("contract", user_id=self.anna.id), (1, 1))
        contract.unlink()
        self.assertEqual(self._sums("contract"), (0, 0))
