import csv
import io

from .common import SalesCrmExtCommon

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "limit": 2000, "skip": 0}


class ClientImportCommon(SalesCrmExtCommon):
    """Imports tables of clients as the import screen does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.ru")

    def _import(self, header, *lines, user=None, dryrun=False, **options):
        """Import a table whose columns are called by the fields they hold.

        :return: the answer that the import screen gets
        """
        content = io.StringIO()
        csv.writer(content).writerows([header, *lines])
        env = self.env(user=user or self.director)
        importer = env["base_import.import"].create({
            "res_model": "res.partner", "file": content.getvalue().encode(), "file_name": "base.csv",
            "file_type": "text/csv"})
        return importer.execute_import(list(header), list(header), dict(OPTIONS, **options), dryrun=dryrun)

    def _import_ok(self, header, *lines, **kwargs):
        """As :meth:`_import`, for a table that comes in; returns the clients."""
        result = self._import(header, *lines, **kwargs)
        self.assertFalse(result["messages"])
        return self.env["res.partner"].browse(result["ids"])

    def _count_clients(self):
        return self.env["res.partner"].with_context(active_test=False).search_count([])

    def _remarks(self, **domain):
        return self.env["sales.import.issue"].search([(key, "=", value) for key, value in domain.items()], order="id")
