"""The Maven files counted in plain Python: what each person must see and what each total must be.

No Odoo, and none of the loader's code: two people who count the same pile apart from each other. The rules counted
by are the product's promise for the first day:

- a lead belongs to its agent;
- a client belongs to the agent with most deals there (among equals the first by name) and is shared with every agent
  who has an open or won deal there: a lost deal gives nothing;
- a manager has what the agents of the team have.

>>> count = MavenCount(
...     [{"opportunity_id": "1", "sales_agent": "Ann", "account": "Acme", "deal_stage": "Won",
...       "close_date": "2017-03-31", "close_value": "100", "product": "A"},
...      {"opportunity_id": "2", "sales_agent": "Bob", "account": "Acme", "deal_stage": "Lost",
...       "close_date": "2017-04-01", "close_value": "0", "product": "A"},
...      {"opportunity_id": "3", "sales_agent": "Bob", "account": "Acme", "deal_stage": "Lost",
...       "close_date": "2017-04-02", "close_value": "0", "product": "A"},
...      {"opportunity_id": "4", "sales_agent": "Cid", "account": "Acme", "deal_stage": "Engaging",
...       "close_date": "", "close_value": "", "product": "A"},
...      {"opportunity_id": "5", "sales_agent": "Cid", "account": "", "deal_stage": "Prospecting",
...       "close_date": "", "close_value": "", "product": "A"}],
...     [{"sales_agent": "Ann", "manager": "Max"}, {"sales_agent": "Bob", "manager": "Max"},
...      {"sales_agent": "Cid", "manager": "Mia"}, {"sales_agent": "Dan", "manager": "Mia"}])
>>> count.owner == {"Acme": "Bob"}
True
>>> sorted(agent for agent in count.manager if "Acme" in count.clients(agent))
['Ann', 'Bob', 'Cid']
>>> sorted(count.leads("Cid")), count.leads("Dan"), sorted(count.team_leads("Max"))
(['4', '5'], set(), ['1', '2', '3'])
>>> count.team_clients("Mia"), count.only_lost("Bob"), count.only_lost("Ann")
({'Acme'}, {'Acme'}, set())
>>> dict(count.won_value(count.by_manager)), dict(count.won_value(count.by_quarter))
({'Max': 100}, {'2017-Q1': 100})
"""
from collections import Counter, defaultdict

from . import sources


class MavenCount:
    """Everything is in the files' own words: agent, manager and account names, opportunity identifiers, dollars."""

    def __init__(self, pipeline, teams):
        self.pipeline = pipeline
        self.manager = {row["sales_agent"]: row["manager"] for row in teams}
        self.owner = self._find_owners()

    @classmethod
    def of_files(cls):
        return cls(sources.read_csv(sources.MAVEN / "sales_pipeline.csv"),
                   sources.read_csv(sources.MAVEN / "sales_teams.csv"))

    def _find_owners(self):
        deals = Counter((row["account"], row["sales_agent"]) for row in self.pipeline if row["account"])
        best = {}
        for (account, agent), number in sorted(deals.items()):
            if account not in best or number > best[account][0]:
                best[account] = number, agent
        return {account: agent for account, (_number, agent) in best.items()}

    def leads(self, agent):
        """Identifiers of the agent's opportunities, lost ones included."""
        return {row["opportunity_id"] for row in self.pipeline if row["sales_agent"] == agent}

    def clients(self, agent):
        """Accounts that the agent owns or shares."""
        worked = {row["account"] for row in self.pipeline
                  if row["sales_agent"] == agent and row["deal_stage"] != "Lost" and row["account"]}
        return worked | {account for account, owner in self.owner.items() if owner == agent}

    def only_lost(self, agent):
        """Accounts in which the agent has lost deals alone: not to be seen unless the agent owns them."""
        stages = defaultdict(set)
        for row in self.pipeline:
            if row["sales_agent"] == agent and row["account"]:
                stages[row["account"]].add(row["deal_stage"])
        return {account for account, met in stages.items() if met == {"Lost"}}

    def team(self, manager):
        return {agent for agent, their_manager in self.manager.items() if their_manager == manager}

    def team_leads(self, manager):
        return set().union(*map(self.leads, self.team(manager)))

    def team_clients(self, manager):
        return set().union(*map(self.clients, self.team(manager)))

    def won_value(self, key):
        """Sum of close values of won deals by `key(row)`, whole dollars."""
        totals = Counter()
        for row in self.pipeline:
            if row["deal_stage"] == "Won":
                totals[key(row)] += int(row["close_value"])
        return totals

    def won_number(self, key):
        return Counter(key(row) for row in self.pipeline if row["deal_stage"] == "Won")

    def by_manager(self, row):
        return self.manager[row["sales_agent"]]

    @staticmethod
    def by_agent(row):
        return row["sales_agent"]

    @staticmethod
    def by_quarter(row):
        year, month, _day = row["close_date"].split("-")
        return f"{year}-Q{(int(month) + 2) // 3}"
