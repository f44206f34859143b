# Thin names for the scripts in bin/. DB=, PORT= and ODOO_SRC= reach them through the environment.
.PHONY: run test test-all lint bench shell clean
run test test-all lint bench shell clean:
	@bin/$@ $(ARGS)
export DB PORT ODOO_SRC SALES_CRM_EXT_HOME
