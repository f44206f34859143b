import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { ReminderPopups } from "./reminder_popups";

const DAY = 24 * 60 * 60; // setTimeout counts no further than 24 days
const LEASE = 25; // seconds: what the server leased for 30 is shown within them, or left to another tab
const RETRY = 5; // seconds, after the server did not answer
const RETRY_MOST = 60;
const AWAY = 5 * 60 * 1000; // milliseconds without a key or a click
const GATHER = 300; // milliseconds: one answer for several news at once

/**
 * Reminders of planned contacts. One question at the start, then silence until the moment that the server named: a timer
 * for the next reminder alone, and a message of the bus when something has changed. See the model sales.reminder.
 *
 * The tab that the person looks at asks first, so that the pop-up comes there; if it comes nowhere within the lease, the
 * others ask again.
 */
export class ReminderService {
    constructor(env, services) {
        this.orm = services.orm.silent;
        this.presence = services.presence;
        this.multiTab = services.multi_tab;
        this.popups = new ReminderPopups(env, services, this);
        this.shown = []; // pairs of activity and lease that the server does not know of yet
        this.dueAt = 0; // of this tab's clock
        this.retry = RETRY;
        this.isAsking = false;
        this.isNewsWaiting = false;
    }

    listen(bus) {
        bus.subscribe("sales.reminder/changed", ({ activity_ids }) => this.onChanged(activity_ids));
        // Messages may have been lost, and timers stand still while a laptop sleeps.
        bus.addEventListener("BUS:RECONNECT", () => this.askIn(GATHER));
        browser.addEventListener("online", () => this.askIn(GATHER));
        browser.addEventListener("focus", () => this.wake());
        document.addEventListener("visibilitychange", () => this.wake());
        bus.start();
    }

    onChanged(activityIds) {
        this.popups.close(activityIds);
        this.askIn(GATHER);
    }

    wake() {
        if (!document.hidden && Date.now() >= this.dueAt) {
            this.askIn(0);
        }
    }

    askIn(milliseconds) {
        this.dueAt = Date.now() + milliseconds;
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.askInTurn(), milliseconds);
    }

    async askInTurn() {
        const turn = await this.getTurn();
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.ask(), turn);
    }

    /** Milliseconds by which this tab lets others go first. */
    async getTurn() {
        if (document.hidden) {
            // The main tab can show a notification of the system.
            return (await this.multiTab.isOnMainTab()) ? 1500 : 2000;
        }
        return this.presence.getInactivityPeriod() > AWAY ? 1000 : 0;
    }

    async ask() {
        if (this.isAsking) {
            this.isNewsWaiting = true;
            return;
        }
        this.isAsking = true;
        try {
            await this.takeDue();
            this.retry = RETRY;
        } catch (error) {
            this.onFailure(error);
        } finally {
            this.isAsking = false;
        }
        if (this.isNewsWaiting) {
            this.isNewsWaiting = false;
            this.askIn(GATHER);
        }
    }

    async takeDue() {
        const askedAt = Date.now();
        const shown = this.shown.splice(0);
        let answer;
        try {
            answer = await this.orm.call("sales.reminder", "take_due", [shown]);
        } catch (error) {
            this.shown.push(...shown);
            throw error;
        }
        this.askIn(Math.min(answer.seconds ?? DAY, DAY) * 1000);
        // A tab that was asleep meanwhile has lost its lease.
        if (answer.reminders.length && Date.now() - askedAt < LEASE * 1000) {
            this.popups.show(answer.reminders);
            await this.confirm(answer.reminders.map(({ activity_id, lease }) => [activity_id, lease]));
        }
    }

    async confirm(shown) {
        try {
            await this.orm.call("sales.reminder", "confirm", [shown]);
        } catch (error) {
            this.shown.push(...shown); // goes with the next question
            throw error;
        }
    }

    onFailure(error) {
        if (error.exceptionName === "odoo.http.SessionExpiredException") {
            return; // the person signs in anew, in a page of its own
        }
        if (!(error instanceof ConnectionLostError)) {
            console.warn(_t("Reminders of planned contacts: the server did not answer."), error);
        }
        this.askIn(this.retry * 1000);
        this.retry = Math.min(this.retry * 2, RETRY_MOST);
    }

    async snooze(activityId, minutes) {
        await this.orm.call("sales.reminder", "snooze", [activityId, minutes]);
    }
}

export const reminderService = {
    dependencies: ["action", "bus_service", "mail.out_of_focus", "multi_tab", "notification", "orm", "presence"],

    start(env, services) {
        if (!user.isInternalUser) {
            return;
        }
        const reminders = new ReminderService(env, services);
        reminders.listen(services.bus_service);
        reminders.ask();
        return reminders;
    },
};

registry.category("services").add("sales_reminder", reminderService);
