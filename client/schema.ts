/** Made from the OpenAPI document by UPDATE_DOCS=1 npm test -- test/integration/client. */
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 503 when the database is down; `degraded` where anything else is not well */
        get: operations["HealthController_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["HealthController_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can answer requests: the database answers, and it is not about to end */
        get: operations["HealthController_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What /health says, with processes, jobs, accounts and queues by name */
        get: operations["HealthDetailsController_details"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus text; needs a key unless METRICS_OPEN=true */
        get: operations["MetricsController_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Work that used up its attempts and messages that were given up, newest first */
        get: operations["DeadLettersController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries it again: a job with all attempts, a message by sending it to its queue */
        post: operations["DeadLettersController_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tenants, by id */
        get: operations["TenantsController_list"];
        put?: never;
        /** Makes a tenant */
        post: operations["TenantsController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tenant */
        get: operations["TenantsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants/{id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What holds for the tenant: what it set, and the defaults for the rest */
        get: operations["TenantsController_getSettings"];
        /** Sets what is given and keeps the rest: thresholds one by one, lists as a whole */
        put: operations["TenantsController_changeSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's keys, newest first, also those revoked or expired */
        get: operations["ApiKeysController_list"];
        put?: never;
        /** Makes a key. Keep `key`: it is shown this once */
        post: operations["ApiKeysController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key */
        delete: operations["ApiKeysController_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last look into the organization, and what became of each account */
        get: operations["DiscoveryController_last"];
        put?: never;
        /** Registers the active accounts of the service's AWS organization that nobody has registered yet */
        post: operations["DiscoveryController_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's AWS accounts, as they were registered */
        get: operations["AccountsController_list"];
        put?: never;
        /** Registers an account. It is registered once, by one tenant */
        post: operations["AccountsController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An AWS account, with what was verified last */
        get: operations["AccountsController_get"];
        /** Sets what is given and keeps the rest */
        put: operations["AccountsController_change"];
        post?: never;
        /** Leaves the account out of later scans; its inventory and findings stay */
        delete: operations["AccountsController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enters the account and tries one cheap read per service; only reads */
        post: operations["AccountsController_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what, newest first */
        get: operations["AuditLogController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/links/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page that a link in a message opens. It does nothing */
        get: operations["LinksController_look"];
        put?: never;
        /** Does what a link is for: in the name of its person, or of the key that is shown */
        post: operations["LinksController_use"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/secret-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which keys secrets are sealed with, and what older keys are still needed for */
        get: operations["SecretKeysController_state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/secret-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Seals anew what older keys have sealed, which is else done within a minute */
        post: operations["SecretKeysController_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is asking */
        get: operations["SessionsController_look"];
        put?: never;
        /** Signs a browser in: exchanges a key, or the code of a sign-in link, for a cookie */
        post: operations["SessionsController_start"];
        /** Signs the browser out */
        delete: operations["SessionsController_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a link that signs a browser in once, within an hour, as the key that asks */
        post: operations["SessionsController_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/findings/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the findings of each account and region were sent to Security Hub last
         * @description Sending is off until PUT /tenants/{id}/settings sets exports.securityHub.enabled.
         */
        get: operations["FindingExportsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scans, newest first */
        get: operations["ScansController_list"];
        put?: never;
        /** Starts a scan. 409 names an equal one that is under way */
        post: operations["ScansController_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/{scanId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A scan with its progress and everything that could not be read */
        get: operations["ScansController_get"];
        put?: never;
        post?: never;
        /** Cancels a scan that has not ended: what it found so far stays */
        delete: operations["ScansController_cancel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Resources, in the order of their ARNs */
        get: operations["InventoryController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{arn}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A resource with its configuration and its changes. A `/` in the ARN is sent as `%2F` */
        get: operations["InventoryController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{arn}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a resource, newest first: events, drifts, findings, fixes, approvals
         * @description A `/` in the ARN is sent as `%2F`. A drift has a JSON Patch with what was there before.
         */
        get: operations["InventoryController_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Findings, newest first, with counts over all that the filters let through; or a file of them
         * @description `csv`: text/csv. `ocsf` (Compliance Finding) and `asff` (AWS Security Finding Format): application/x-ndjson, one object a line.
         */
        get: operations["FindingsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/findings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A finding with its history, why it matters and what to do */
        get: operations["FindingsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/findings/{id}/suppress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a finding out of what wants attention, for a time or for good */
        post: operations["FindingsController_suppress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/findings/{id}/unsuppress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a suppression back */
        post: operations["FindingsController_unsuppress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules by which findings are muted, newest first */
        get: operations["MutesController_list"];
        put?: never;
        /** Mutes the findings that the rules fit, now and later; they stay visible as muted */
        post: operations["MutesController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mutes/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Which open findings the rules would mute; changes nothing */
        post: operations["MutesController_tryOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mutes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A mute */
        get: operations["MutesController_get"];
        /** Replaces a mute */
        put: operations["MutesController_change"];
        post?: never;
        /** Takes a mute back: its findings are open again */
        delete: operations["MutesController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/controls/custom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Controls of your own, by id */
        get: operations["CustomControlsController_list"];
        put?: never;
        /** Saves a control of your own: an expression about one type of resource */
        post: operations["CustomControlsController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/controls/custom/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an expression would say of the inventory; nothing is stored */
        post: operations["CustomControlsController_tryOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/controls/custom/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A control of your own */
        get: operations["CustomControlsController_get"];
        /** Replaces it; what it no longer finds when disabled is resolved within seconds */
        put: operations["CustomControlsController_change"];
        post?: never;
        /** Deletes it, and resolves what it has found */
        delete: operations["CustomControlsController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/controls/custom/{id}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What it would say of the inventory, as it is saved or as given: with that expression it may be enabled then */
        post: operations["CustomControlsController_tryOne"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/frameworks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Frameworks of requirements, by id */
        get: operations["FrameworksController_list"];
        put?: never;
        /** Saves a framework of your own; it has scores from the next assessment on */
        post: operations["CustomFrameworksController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/frameworks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A framework with its requirements and the controls that decide them; by id or alias */
        get: operations["FrameworksController_get"];
        /** Replaces a framework of your own */
        put: operations["CustomFrameworksController_change"];
        post?: never;
        /** Deletes a framework of your own; the scores that it had stay */
        delete: operations["CustomFrameworksController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is decided about resources, and for which requirements */
        get: operations["ControlsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/controls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A control: what it decides, why it matters, what to do; by id or alias */
        get: operations["ControlsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/controls/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the control says of a configuration that you give; nothing is stored */
        post: operations["ControlsController_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/controls/{id}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets its severity and parameters for the tenant; what is left out stays */
        put: operations["ControlsController_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/frameworks/{id}/assessment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The worksheet: each requirement with verdict counts, score, coverage and its evidence */
        get: operations["FrameworksController_assessment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scores/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scores over time, newest first: one for each assessment, account and framework */
        get: operations["FrameworksController_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verdicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each control says of each resource now, passes too, with the evidence and when it was read */
        get: operations["VerdictsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/compliance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Scans with the own controls, Security Hub and AWS Config, each finding counted once
         * @description 202, with the status running, where it does not end within `wait` seconds; it goes on then.
         */
        post: operations["MicroserviceScansController_compliance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scans/vulnerabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reads vulnerabilities from Inspector and Systems Manager, with the patches that close them
         * @description 202, with the status running, where it does not end within `wait` seconds; it goes on then.
         */
        post: operations["MicroserviceScansController_vulnerabilities"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vulnerabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Vulnerabilities with the patches that close them, newest first */
        get: operations["VulnerabilitiesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/signing-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public key of the tenant's audit packs */
        get: operations["SigningKeyController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports and audit packs, newest first */
        get: operations["ReportsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{reportId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A report: what it is about, its files and their SHA-256 */
        get: operations["ReportsController_get"];
        put?: never;
        post?: never;
        /** Deletes a report and its files */
        delete: operations["ReportsController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{reportId}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a report (of an audit pack: for admins); where files lie in S3, a redirection to it there */
        get: operations["ReportsController_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When the schedules that are on run within a week, or any time of a month at most */
        get: operations["CalendarController_between"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What an expression means and when it runs, with what changes of the clocks do to it */
        post: operations["PreviewController_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{scheduleId}/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next times of a schedule, as if it were on */
        get: operations["PreviewController_next"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Schedules, newest first */
        get: operations["SchedulesController_list"];
        put?: never;
        /** Makes a schedule. The same request with the same clientToken makes one */
        post: operations["SchedulesController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{scheduleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A schedule, with the state of the engine that starts it */
        get: operations["SchedulesController_get"];
        /** Sets what is given and keeps the rest */
        put: operations["SchedulesController_change"];
        post?: never;
        /** Deletes a schedule; what it has started goes on */
        delete: operations["SchedulesController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{scheduleId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts nothing until it is resumed; times that pass meanwhile are not made up for */
        post: operations["SchedulesController_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{scheduleId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on with the next time */
        post: operations["SchedulesController_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{scheduleId}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs of a schedule, those that were skipped among them, newest time first */
        get: operations["RunsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{scheduleId}/run-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs it once, now; it waits for a run that is under way, unless they may overlap */
        post: operations["RunsController_runNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{scheduleId}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs the times of a part of the past that have had no run; a dry run lists them */
        post: operations["RunsController_backfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedule/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often the tenant's scan runs, and who is told: a view on its daily scan schedule */
        get: operations["ScanScheduleController_config"];
        put?: never;
        /** Sets what is given and keeps the rest */
        post: operations["ScanScheduleController_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedule/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When it ran and when it runs next, with its last runs */
        get: operations["ScanScheduleController_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedule/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switches the scan schedule on, and ends a pause */
        post: operations["ScanScheduleController_enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedule/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switches the scan schedule off */
        post: operations["ScanScheduleController_disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/schedule/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts the scan of everything now, for people and for other systems. 409 names one that is under way */
        post: operations["ScanScheduleController_trigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What workflows ask people, newest first */
        get: operations["ApprovalsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An approval with its details and who has decided what */
        get: operations["ApprovalsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves; the workflow goes on when as many people as it asked for have approved */
        post: operations["ApprovalsController_approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approvals/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects; the workflow goes on with that answer */
        post: operations["ApprovalsController_reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workflows that there are: those of the service, and the tenant's own */
        get: operations["DefinitionsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/definitions/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is wrong with a definition, or a drawing of it. Nothing is saved */
        post: operations["DefinitionsController_validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/definitions/{workflowType}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A workflow with its definition, a drawing of it and its revisions */
        get: operations["DefinitionsController_get"];
        /** Saves a workflow of the tenant's own as its next revision; the same again changes nothing */
        put: operations["DefinitionsController_save"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts an execution; with an executionName, the same request starts one */
        post: operations["ExecutionsController_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Executions, newest first */
        get: operations["ExecutionsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many executions there are, how they ended and how long they took */
        get: operations["ExecutionsController_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{executionArn}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An execution, how far it has come, and what came of it */
        get: operations["ExecutionsController_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{executionArn}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Ends an execution as ABORTED; one that has ended stays as it is */
        put: operations["ExecutionsController_stop"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{executionArn}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets an execution that failed or was stopped go on from there */
        post: operations["ExecutionsController_redrive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{executionArn}/definition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The definition that an execution goes by, though the workflow was changed since */
        get: operations["HistoryController_definition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{executionArn}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened in an execution, in the shape of GetExecutionHistory */
        get: operations["HistoryController_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{executionArn}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as server-sent events, as they are written. The last one is `end`, with the status
         * @description With Last-Event-ID it goes on after that event; 204 where there is nothing more to come.
         */
        get: operations["HistoryController_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells of an event, which starts what belongs to it. 409 names a workflow that does not exist yet */
        post: operations["TriggerController_trigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether events come in, how late, and what they leave out, by account */
        get: operations["EventHealthController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Event rules, newest first, each with its newest run */
        get: operations["EventRulesController_list"];
        put?: never;
        /** Makes a rule: what is done about events that a pattern matches */
        post: operations["EventRulesController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/rules/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether an event matches a pattern, or a rule; does nothing */
        post: operations["EventRulesController_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An event rule */
        get: operations["EventRulesController_get"];
        /** Replaces a rule; from then on it acts in the name of who has saved it */
        put: operations["EventRulesController_change"];
        post?: never;
        /** Deletes a rule; one that every tenant has does not come back */
        delete: operations["EventRulesController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/rules/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a rule has done, newest first */
        get: operations["EventRulesController_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would become of a CloudTrail record, or of each of an array, and by which rule; stores nothing */
        post: operations["ExplainController_explain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events, newest first, each with what became of it and why */
        get: operations["EventsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An event with all that is known of it, by its id or its own eventId */
        get: operations["EventsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remediations/fixes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be mended here: for which controls, with which permissions, what is lost */
        get: operations["FixesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remediations/guardrails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may be changed, in all accounts (`*`) and in each, and what holds by that */
        get: operations["GuardrailsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remediations/guardrails/{accountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What may be changed in an account */
        get: operations["GuardrailsController_get"];
        /** Replaces what is set for an account; what is left out is as it is for all, or by default */
        put: operations["GuardrailsController_save"];
        post?: never;
        /** Takes back what is set for an account */
        delete: operations["GuardrailsController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remediations/kill-switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether all changes of the tenant are stopped, why and by whom */
        get: operations["KillSwitchController_get"];
        /** Stops all changes: what runs between two calls, and what would begin. Operators engage it, admins release it */
        put: operations["KillSwitchController_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remediations/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would be done about findings, call by call, with what it needs and loses; changes nothing */
        post: operations["PlansController_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remediations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Remediations, newest first */
        get: operations["RemediationsController_list"];
        put?: never;
        /** Starts a remediation: it plans, asks people where it must, applies and verifies */
        post: operations["RemediationsController_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remediations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A remediation: who agreed, each change, the calls made, before and after */
        get: operations["RemediationsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/remediations/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a remediation back, the last change first. 409 names what somebody has changed since */
        post: operations["RemediationsController_rollback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Incidents, newest first */
        get: operations["IncidentsController_list"];
        put?: never;
        /** Reports an incident: starts IncidentResponseWorkflow */
        post: operations["IncidentsController_report"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An incident with its timeline, evidence and containments with their calls */
        get: operations["IncidentsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{id}/evidence/{evidenceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A piece of evidence with its content */
        get: operations["IncidentsController_evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that somebody looks into it: nobody else is told again */
        post: operations["IncidentsController_acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{id}/contain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cuts its resources off, after their evidence was kept; dryRun (200) says what that does */
        post: operations["IncidentsController_contain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings its resources back to how they were; refused where somebody has changed one since */
        post: operations["IncidentsController_release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incidents/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes it with a report; refused while resources are cut off, unless they are to stay so */
        post: operations["IncidentsController_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/compliance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How well instances are patched, as the last scan has read it */
        get: operations["PatchInstallationsController_complianceOf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/installations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Installations of patches, newest first */
        get: operations["PatchInstallationsController_list"];
        put?: never;
        /** Installs patches batch by batch; what nobody has approved yet is asked for first */
        post: operations["PatchInstallationsController_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/installations/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The batches that patches would be installed in; changes nothing */
        post: operations["PatchInstallationsController_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/installations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An installation with its batches */
        get: operations["PatchInstallationsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A batch: what was done to each instance, and how it was before and after */
        get: operations["PatchInstallationsController_batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/batches/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives the instances of a batch back the root volumes that they had before */
        post: operations["PatchInstallationsController_rollback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By what patches are approved */
        get: operations["PatchApprovalsController_policy"];
        /** Replaces the policy; a field that is left out has its default again */
        put: operations["PatchApprovalsController_savePolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Patches that were approved or asked for, newest first */
        get: operations["PatchApprovalsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patching/approvals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them with all of its patches; it is decided at /approvals/{approvalId} */
        get: operations["PatchApprovalsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where people are told, newest first */
        get: operations["ChannelsController_list"];
        put?: never;
        /** Makes a channel: Slack, email, SNS, a signed webhook or EventBridge */
        post: operations["ChannelsController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A channel, without its secrets */
        get: operations["ChannelsController_get"];
        /** Sets what is given; a channel that leads elsewhere from now on is no longer paused */
        put: operations["ChannelsController_change"];
        post?: never;
        /** Deletes a channel; one that variables of the service name can only be disabled */
        delete: operations["ChannelsController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/channels/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the pause of a channel; what waited for it goes out */
        post: operations["ChannelsController_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a message to a channel at once, also to a paused one, and tells what became of it */
        post: operations["ChannelsController_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent to whom, or why it was not; newest first */
        get: operations["DeliveriesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A delivery with its message and its attempts */
        get: operations["DeliveriesController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a delivery again that failed or was refused; it keeps its id */
        post: operations["DeliveriesController_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Notification rules, newest first: what is told, whom, and when */
        get: operations["NotificationRulesController_list"];
        put?: never;
        /** Makes a notification rule; it works within seconds */
        post: operations["NotificationRulesController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/rules/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whom a fact would be told, when and with which words; tells nobody */
        post: operations["NotificationRulesController_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notifications/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A notification rule */
        get: operations["NotificationRulesController_get"];
        /** Replaces a notification rule */
        put: operations["NotificationRulesController_change"];
        post?: never;
        /** Deletes a notification rule; one that every tenant has does not come back */
        delete: operations["NotificationRulesController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notifications/send-alert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends what the last scan has found, and waits up to 10 s for it to arrive */
        post: operations["SendAlertController_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log-level": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is logged, and until when */
        get: operations["LogLevelController_get"];
        /** Has all processes log more or less, within seconds and for a while */
        put: operations["LogLevelController_set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Error: {
            error: string;
            /** @enum {string} */
            error_type: "INVALID" | "UNAUTHENTICATED" | "FORBIDDEN" | "NOT_FOUND" | "CONFLICT" | "PRECONDITION_FAILED" | "TOO_LARGE" | "RATE_LIMITED" | "INTERNAL" | "UNAVAILABLE";
            correlation_id: string;
            /** Format: date-time */
            timestamp: string;
            details?: {
                path: string;
                message: string;
            }[];
            /**
             * @description Under /workflows
             * @enum {boolean}
             */
            success?: false;
            /** @description Under /workflows: the same as correlation_id */
            correlationId?: string;
        };
        Health: {
            /** @enum {string} */
            status: "ok" | "degraded" | "down";
            message: string;
            version: string;
            environment: string;
            uptimeSeconds: number;
            database: components["schemas"]["HealthPart"];
            queue: {
                /** @enum {string} */
                status: "up" | "degraded" | "down" | "unknown";
                /** @description What is wrong, and what to do about it */
                message: string;
                figures?: {
                    [key: string]: number;
                };
                /** @description For the platform key */
                details?: {
                    [key: string]: unknown;
                };
                /** @enum {string} */
                backend?: "redis" | "postgres";
            };
            aws: {
                /** @enum {string} */
                status: "up" | "degraded" | "down" | "unknown";
                /** @description What is wrong, and what to do about it */
                message: string;
                figures?: {
                    [key: string]: number;
                };
                /** @description For the platform key */
                details?: {
                    [key: string]: unknown;
                };
                accountId?: string;
                arn?: string;
            };
            workers: components["schemas"]["HealthPart"];
            jobs: components["schemas"]["HealthPart"];
            outbox: components["schemas"]["HealthPart"];
            events: components["schemas"]["HealthPart"];
            schedules: components["schemas"]["HealthPart"];
            workflows: components["schemas"]["HealthPart"];
            notifications: components["schemas"]["HealthPart"];
            disk: components["schemas"]["HealthPart"];
        };
        HealthPart: {
            /** @enum {string} */
            status: "up" | "degraded" | "down" | "unknown";
            /** @description What is wrong, and what to do about it */
            message: string;
            figures?: {
                [key: string]: number;
            };
            /** @description For the platform key */
            details?: {
                [key: string]: unknown;
            };
        };
        DeadLetter: {
            id: string;
            /** @enum {string} */
            source: "jobs";
            tenantId: string;
            name: string;
            payload: unknown;
            attempts: number;
            lastError: string | null;
            correlationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            deadAt: string | null;
        };
        DeadMessage: {
            /** @description `sqs:` and the id of the message, where SQS gave it up by itself */
            id: string;
            /** @enum {string} */
            source: "sqs";
            queueUrl: string;
            messageId: string;
            reason: string;
            /** @description The first 64 K characters */
            body: string;
            receiveCount: number;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** @enum {string} */
            status: "dead";
        };
        Tenant: {
            tenantId: string;
            name: string;
            /** Format: date-time */
            createdAt: string;
        };
        CreateTenant: {
            tenantId: string;
            name: string;
        };
        TenantSettings: {
            exports: {
                /** @description After each scan, changed findings go to Security Hub in the finding's own account and region */
                securityHub: {
                    enabled: boolean;
                    /**
                     * @description Findings of a lower one are not sent; left out: all are
                     * @enum {string}
                     */
                    minimumSeverity?: "critical" | "high" | "medium" | "low" | "informational";
                };
            };
            /** @description By control id: another severity, other parameters */
            controls: {
                [key: string]: {
                    /** @enum {string} */
                    severity?: "critical" | "high" | "medium" | "low" | "informational";
                    /** @description As GET /controls shows them */
                    parameters?: {
                        [key: string]: number | boolean | string | string[];
                    };
                };
            };
            thresholds: {
                /** @description An instance stopped for so many days is unused */
                stoppedInstanceDays: number;
                /** @description A lower average CPU than this is idle */
                idleInstanceCpuPercent: number;
                /** @description The days over which the CPU average is taken */
                idleInstanceDays: number;
                /** @description A volume that no instance has for so many days is unused */
                unattachedVolumeDays: number;
                /** @description A bucket that is this old and empty is unused */
                emptyBucketDays: number;
                /** @description A bucket to which nothing was written for so many days is unused */
                untouchedBucketDays: number;
                /** @description A user without console or key use for so many days is unused */
                unusedUserDays: number;
                /** @description An access key without use for so many days is unused */
                unusedAccessKeyDays: number;
            };
            limits: {
                /** @description Executions that run at once; null: as many as the service lets */
                runningExecutions: number | null;
                /** @description The same for single workflow types, such as compliance-scan */
                runningExecutionsByType: {
                    [key: string]: number;
                };
            };
            /** @description A resource with one of these tags has no findings */
            exemptTags: {
                key: string;
                /** @description Left out: any value */
                value?: string;
            }[];
            /** @description Email is sent to these domains only */
            allowedNotificationDomains: string[];
        };
        ChangeTenantSettings: {
            exports?: {
                /** @description After each scan, changed findings go to Security Hub in the finding's own account and region */
                securityHub?: {
                    enabled: boolean;
                    /**
                     * @description Findings of a lower one are not sent; left out: all are
                     * @enum {string}
                     */
                    minimumSeverity?: "critical" | "high" | "medium" | "low" | "informational";
                };
            };
            /** @description By control id: another severity, other parameters */
            controls?: {
                [key: string]: {
                    /** @enum {string} */
                    severity?: "critical" | "high" | "medium" | "low" | "informational";
                    /** @description As GET /controls shows them */
                    parameters?: {
                        [key: string]: number | boolean | string | string[];
                    };
                };
            };
            thresholds?: {
                /** @description An instance stopped for so many days is unused */
                stoppedInstanceDays?: number;
                /** @description A lower average CPU than this is idle */
                idleInstanceCpuPercent?: number;
                /** @description The days over which the CPU average is taken */
                idleInstanceDays?: number;
                /** @description A volume that no instance has for so many days is unused */
                unattachedVolumeDays?: number;
                /** @description A bucket that is this old and empty is unused */
                emptyBucketDays?: number;
                /** @description A bucket to which nothing was written for so many days is unused */
                untouchedBucketDays?: number;
                /** @description A user without console or key use for so many days is unused */
                unusedUserDays?: number;
                /** @description An access key without use for so many days is unused */
                unusedAccessKeyDays?: number;
            };
            limits?: {
                /** @description Executions that run at once; null: as many as the service lets */
                runningExecutions?: number | null;
                /** @description The same for single workflow types, such as compliance-scan */
                runningExecutionsByType?: {
                    [key: string]: number;
                };
            };
            /** @description A resource with one of these tags has no findings */
            exemptTags?: {
                key: string;
                /** @description Left out: any value */
                value?: string;
            }[];
            /** @description Email is sent to these domains only */
            allowedNotificationDomains?: string[];
            tenantId?: string;
        };
        ApiKey: {
            id: string;
            name: string;
            owner: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "approver" | "admin";
            /** @description How the key begins */
            prefix: string;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description To the minute
             */
            lastUsedAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
        };
        CreateApiKey: {
            tenantId?: string;
            /** @description What it is for */
            name: string;
            /**
             * Format: email
             * @description Who answers for what is done with it
             */
            owner: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "approver" | "admin";
            /**
             * Format: date-time
             * @description Left out: it does not expire
             */
            expiresAt?: string | null;
        };
        NewApiKey: {
            id: string;
            name: string;
            owner: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "approver" | "admin";
            /** @description How the key begins */
            prefix: string;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description To the minute
             */
            lastUsedAt: string | null;
            /** Format: date-time */
            revokedAt: string | null;
            /** @description Shown now and never again */
            key: string;
        };
        DiscoverAccounts: {
            tenantId?: string;
            /**
             * @description Only says what would be registered
             * @default false
             */
            dryRun?: boolean;
            /** @description Of the roles in the accounts; left out: ORGANIZATION_EXTERNAL_ID, null: none */
            externalId?: string | null;
        };
        AccountDiscovery: {
            id: string;
            tenantId: string;
            /** @enum {string} */
            status: "queued" | "running" | "completed" | "failed";
            dryRun: boolean;
            organizationId: string | null;
            requestedBy: string;
            progress: {
                /** @description Of those that are to be tried, those that were */
                accountsDone: number;
                /** @description null until the organization has told */
                accountsTotal: number | null;
            };
            counts: components["schemas"]["AccountDiscoveryCounts"];
            error: {
                /** @description denied, no_organization, no_credentials, unsupported or failed */
                reason: string;
                message: string;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
        };
        AccountDiscoveryCounts: {
            added: number;
            registered: number;
            otherTenant: number;
            notActive: number;
            left: number;
            /** @description Of those added or registered, those that could not be entered */
            notReachable: number;
        };
        DiscoveredAccount: {
            accountId: string;
            name: string;
            /** @description As AWS says it: ACTIVE, SUSPENDED … */
            state: string;
            /**
             * @description not_active: suspended, closed or not opened yet; left: no longer in the organization
             * @enum {string}
             */
            outcome: "added" | "registered" | "other_tenant" | "not_active" | "left";
            /**
             * @description null: not tried
             * @enum {string|null}
             */
            verification: "verified" | "partly" | "failed" | null;
            /** @description What went wrong */
            message: string | null;
        };
        Account: {
            id: string;
            tenantId: string;
            accountId: string;
            partition: string;
            name: string;
            roleArn: string | null;
            hasExternalId: boolean;
            /** @description Shown to admins */
            externalId?: string | null;
            regions: string[] | "all enabled";
            verification: components["schemas"]["AccountVerification"] | null;
            /** Format: date-time */
            verifiedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        AccountVerification: {
            /**
             * @description failed: not entered, another account, or nothing readable; partly: see checks
             * @enum {string}
             */
            status: "verified" | "partly" | "failed";
            accountId: string;
            /** @description As whom the service is there */
            arn: string | null;
            checks: {
                service: string;
                /** @description As IAM policies name it */
                action: string;
                /** @enum {string} */
                status: "allowed" | "denied" | "throttled" | "unsupported" | "failed";
                message?: string;
            }[];
        };
        CreateAccount: {
            tenantId?: string;
            accountId: string;
            name?: string;
            /** @description The role to assume; left out: this process's own credentials, in their own account */
            roleArn?: string | null;
            externalId?: string | null;
            /** @description Left out, null or "all enabled": all regions that are enabled in the account */
            regions?: string[] | "all enabled" | (null);
        };
        /** @description What is left out stays as it is */
        ChangeAccount: {
            tenantId?: string;
            accountId?: string;
            name?: string;
            /** @description The role to assume; left out: this process's own credentials, in their own account */
            roleArn?: string | null;
            externalId?: string | null;
            /** @description Left out, null or "all enabled": all regions that are enabled in the account */
            regions?: string[] | "all enabled" | (null);
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            actor: string;
            actorKeyId: string;
            action: string;
            targetType: string;
            targetId: string;
            before: unknown;
            after: unknown;
            correlationId: string;
        };
        /**
         * @default {}
         * @example {
         *       "action": "open"
         *     }
         */
        UseLink: {
            /**
             * @default open
             * @enum {string}
             */
            action?: "open" | "suppress" | "approve" | "reject" | "acknowledge";
            /** @description An API key; a personal link needs none */
            key?: string;
            /** @description From an answer to a key: in place of it, for some minutes */
            ticket?: string;
            /** @description Of approve and reject */
            comment?: string;
            /** @description Of suppress */
            reason?: string;
            /** @description Of suppress, a day or a time: it is shown as open again from then on */
            until?: string;
        };
        OpenedLink: {
            /** @enum {string} */
            kind: "finding" | "scan" | "report" | "approval" | "incident" | "execution" | "schedule" | "remediation";
            id: string;
            /** @enum {string} */
            action: "open" | "suppress" | "approve" | "reject" | "acknowledge";
            /** @description What came of it; null of `open` */
            said: string | null;
            title: string;
            state: string;
            text: string | null;
            facts: {
                label: string;
                value: (string | number) | null;
            }[];
            details: unknown;
            /** @description What can still be done by this link */
            can: ("open" | "suppress" | "approve" | "reject" | "acknowledge")[];
            /** @description Where the API has all of it */
            path: string;
            ticket: string | null;
        };
        SecretKeys: {
            current: {
                /** @description Its name: the first characters of its check value, from which nothing follows */
                key: string;
                /** @description Who wraps it; null: the environment or a file has it */
                kmsKeyArn: string | null;
                /** Format: date-time */
                since: string;
                /** @description How many secrets are sealed with it */
                secrets: number;
            } | null;
            retired: {
                /** @description Its name: the first characters of its check value, from which nothing follows */
                key: string;
                /** @description Who wraps it; null: the environment or a file has it */
                kmsKeyArn: string | null;
                /** Format: date-time */
                retiredAt: string;
                /**
                 * Format: date-time
                 * @description Since when nothing is sealed with it; null: it is needed
                 */
                emptiedAt: string | null;
                /** @description How many secrets are sealed with it */
                secrets: number;
                /** @description Whether the process that answers has it */
                isHere: boolean;
            }[];
            /** @description Secrets that are not sealed with the current key */
            left: number;
            /** @description Of these: sealed with keys that nothing is known of */
            lost: number;
        };
        /**
         * @default {}
         * @example {
         *       "newDataKey": false
         *     }
         */
        RotateSecrets: {
            /**
             * @description Has KMS make a new data key first
             * @default false
             */
            newDataKey?: boolean;
        };
        RotatedSecrets: {
            current: {
                /** @description Its name: the first characters of its check value, from which nothing follows */
                key: string;
                /** @description Who wraps it; null: the environment or a file has it */
                kmsKeyArn: string | null;
                /** Format: date-time */
                since: string;
                /** @description How many secrets are sealed with it */
                secrets: number;
            } | null;
            retired: {
                /** @description Its name: the first characters of its check value, from which nothing follows */
                key: string;
                /** @description Who wraps it; null: the environment or a file has it */
                kmsKeyArn: string | null;
                /** Format: date-time */
                retiredAt: string;
                /**
                 * Format: date-time
                 * @description Since when nothing is sealed with it; null: it is needed
                 */
                emptiedAt: string | null;
                /** @description How many secrets are sealed with it */
                secrets: number;
                /** @description Whether the process that answers has it */
                isHere: boolean;
            }[];
            /** @description Secrets that are not sealed with the current key */
            left: number;
            /** @description Of these: sealed with keys that nothing is known of */
            lost: number;
            resealed: number;
            /** @description They have to be given anew, or their key back */
            unreadable: number;
        };
        SignIn: {
            /** @description An API key, or the code of a sign-in link: what follows `#sign-in=` there */
            key: string;
        };
        Session: {
            /** @description `platform` for the platform key */
            keyId: string;
            owner: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "approver" | "admin" | "platform";
            /** @description On which tenant it acts where nothing else is named */
            tenantId: string;
            /**
             * Format: date-time
             * @description When the session ends; null: asked with a key
             */
            expiresAt: string | null;
            /** @description To be sent as X-CSRF-Token with whatever changes something; null: asked with a key */
            csrfToken: string | null;
        };
        SignInLink: {
            /** @description Signs in once; a path where the service does not know its address */
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        FindingExport: {
            /** @enum {string} */
            target: "securityhub";
            accountId: string;
            region: string;
            /** Format: date-time */
            attemptedAt: string;
            /**
             * Format: date-time
             * @description When it came to its end last; null: never
             */
            lastExportedAt: string | null;
            /** @description Findings that Security Hub took in the last attempt: those that had changed */
            sent: number;
            /** @description Findings that it refused then; they are sent again after the next scan */
            failed: number;
            /** @description The first 20 of those */
            failures: {
                findingId: string;
                code: string;
                message: string;
            }[];
            /** @description Why the last attempt did not come to its end */
            error: {
                /**
                 * @description not_enabled: there is no Security Hub there
                 * @enum {string}
                 */
                reason: "not_enabled" | "denied" | "throttled" | "unsupported" | "failed" | "not_read";
                code: string;
                message: string;
            } | null;
        };
        StartScan: {
            tenantId?: string;
            /** @description Registered accounts; all when left out */
            accountIds?: string[] | null;
            /** @description All regions of the account when left out */
            regions?: string[] | null;
            /** @description All services when left out */
            services?: ("ec2" | "s3" | "iam" | "rds" | "kms" | "cloudtrail" | "config" | "guardduty" | "securityhub" | "accessanalyzer" | "lambda" | "sns" | "sqs" | "secretsmanager" | "ecr" | "dynamodb" | "logs" | "cloudwatch" | "efs" | "elb" | "acm" | "ssm")[] | null;
            /** @description These resources of the inventory alone, each described anew */
            resourceArns?: string[] | null;
            /** @description Resources that have all of these tags */
            tags?: {
                [key: string]: string;
            } | null;
            /** @description What these controls need, and no more */
            controls?: string[] | null;
            /** @description The controls of these frameworks */
            frameworks?: string[] | null;
            /** @enum {string} */
            scanType?: "full" | "security" | "compliance" | "cost" | "targeted" | "reassessment" | "incremental";
        };
        StartedScan: {
            scanId: string;
            /** @enum {string} */
            status: "queued" | "running" | "completed" | "completed_with_errors" | "failed" | "cancelled";
        };
        ScanSummary: {
            scanId: string;
            tenantId: string;
            /** @enum {string} */
            status: "queued" | "running" | "completed" | "completed_with_errors" | "failed" | "cancelled";
            /** @enum {string} */
            scanType: "full" | "security" | "compliance" | "cost" | "targeted" | "reassessment" | "incremental";
            accountIds: string[] | null;
            regions: string[] | null;
            services: ("ec2" | "s3" | "iam" | "rds" | "kms" | "cloudtrail" | "config" | "guardduty" | "securityhub" | "accessanalyzer" | "lambda" | "sns" | "sqs" | "secretsmanager" | "ecr" | "dynamodb" | "logs" | "cloudwatch" | "efs" | "elb" | "acm" | "ssm")[] | null;
            resourceArns?: string[] | null;
            tags?: {
                [key: string]: string;
            } | null;
            controls?: string[] | null;
            frameworks?: string[] | null;
            /** @description What it takes over from AWS's own tools */
            reads?: ({
                /** @enum {string} */
                kind: "findings";
                daysBack: number;
            } | {
                /** @enum {string} */
                kind: "vulnerabilities";
                daysBack: number;
                /** @enum {string} */
                source: "patches" | "targeted";
                includeInspector: boolean;
                includePatches: boolean;
            }) | null;
            /** @description Of a scan of /scans/compliance or /scans/vulnerabilities, at its end */
            result: ({
                /** @enum {string} */
                kind: "compliance";
                /** @description Findings that were looked at, own and imported, each once */
                findingsCount: number;
                /** @description Of those: open, not suppressed, and failures of a check */
                violationsCount: number;
                /** @description null: nothing is decided */
                complianceScore: number | null;
                severityBreakdown: {
                    CRITICAL: number;
                    HIGH: number;
                    MEDIUM: number;
                    LOW: number;
                };
                frameworkViolations: {
                    CIS: number;
                    PCI_DSS: number;
                    SOC2: number;
                };
            } | {
                /** @enum {string} */
                kind: "vulnerabilities";
                vulnerabilitiesCount: number;
                /** @description Missing patches that close one of them, on each instance */
                patchesCount: number;
                criticalVulnerabilities: number;
                highVulnerabilities: number;
                patchableVulnerabilities: number;
            }) | null;
            source: string;
            requestedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            progress: {
                unitsDone: number;
                unitsTotal: number;
                resources: number;
                findings: number;
                apiCalls: number;
                throttles: number;
            };
        };
        Scan: {
            scanId: string;
            tenantId: string;
            /** @enum {string} */
            status: "queued" | "running" | "completed" | "completed_with_errors" | "failed" | "cancelled";
            /** @enum {string} */
            scanType: "full" | "security" | "compliance" | "cost" | "targeted" | "reassessment" | "incremental";
            accountIds: string[] | null;
            regions: string[] | null;
            services: ("ec2" | "s3" | "iam" | "rds" | "kms" | "cloudtrail" | "config" | "guardduty" | "securityhub" | "accessanalyzer" | "lambda" | "sns" | "sqs" | "secretsmanager" | "ecr" | "dynamodb" | "logs" | "cloudwatch" | "efs" | "elb" | "acm" | "ssm")[] | null;
            resourceArns?: string[] | null;
            tags?: {
                [key: string]: string;
            } | null;
            controls?: string[] | null;
            frameworks?: string[] | null;
            /** @description What it takes over from AWS's own tools */
            reads?: ({
                /** @enum {string} */
                kind: "findings";
                daysBack: number;
            } | {
                /** @enum {string} */
                kind: "vulnerabilities";
                daysBack: number;
                /** @enum {string} */
                source: "patches" | "targeted";
                includeInspector: boolean;
                includePatches: boolean;
            }) | null;
            /** @description Of a scan of /scans/compliance or /scans/vulnerabilities, at its end */
            result: ({
                /** @enum {string} */
                kind: "compliance";
                /** @description Findings that were looked at, own and imported, each once */
                findingsCount: number;
                /** @description Of those: open, not suppressed, and failures of a check */
                violationsCount: number;
                /** @description null: nothing is decided */
                complianceScore: number | null;
                severityBreakdown: {
                    CRITICAL: number;
                    HIGH: number;
                    MEDIUM: number;
                    LOW: number;
                };
                frameworkViolations: {
                    CIS: number;
                    PCI_DSS: number;
                    SOC2: number;
                };
            } | {
                /** @enum {string} */
                kind: "vulnerabilities";
                vulnerabilitiesCount: number;
                /** @description Missing patches that close one of them, on each instance */
                patchesCount: number;
                criticalVulnerabilities: number;
                highVulnerabilities: number;
                patchableVulnerabilities: number;
            }) | null;
            source: string;
            requestedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            progress: {
                unitsDone: number;
                unitsTotal: number;
                resources: number;
                findings: number;
                apiCalls: number;
                throttles: number;
            };
            errors: {
                accountId: string;
                region: string;
                service: string;
                /** @description null: the account itself could not be entered */
                resourceType: string | null;
                /** @description null: the resources could not be listed */
                part: string | null;
                /** @enum {string} */
                reason: "denied" | "throttled" | "unsupported" | "failed" | "not_read";
                code: string;
                message: string;
                /** @description How many resources it concerns */
                count: number;
            }[];
        };
        ResourceItem: {
            arn: string;
            type: string;
            service: string;
            name: string;
            accountId: string;
            /** @description `global` for what lies in no region */
            region: string;
            tags: {
                [key: string]: string;
            };
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            changedAt: string;
            /** Format: date-time */
            deletedAt: string | null;
        };
        Resource: {
            arn: string;
            type: string;
            service: string;
            name: string;
            accountId: string;
            /** @description `global` for what lies in no region */
            region: string;
            tags: {
                [key: string]: string;
            };
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            changedAt: string;
            /** Format: date-time */
            deletedAt: string | null;
            tenantId: string;
            configuration: {
                [key: string]: unknown;
            };
            /** @description Parts that could not be read last time, with the reason */
            noEvidence: {
                [key: string]: unknown;
            };
            /** @description ARNs of what it belongs to or uses */
            relations: string[];
            /** @description The last 100 changes, newest first */
            history: {
                id: string;
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                kind: "created" | "changed" | "deleted" | "restored";
                /** @description JSON Patch (RFC 6902) of its configuration */
                patch: {
                    /** @enum {string} */
                    op: "add" | "remove" | "replace";
                    /** @description JSON Pointer (RFC 6901): `/tags/Owner` */
                    path: string;
                    value?: unknown;
                    /** @description What was there; beside what RFC 6902 knows */
                    before?: unknown;
                }[];
                source: string;
            }[];
        };
        TimelineEntry: {
            id: string;
            /**
             * Format: date-time
             * @description When it happened; of an event: its own time
             */
            at: string;
            /** @enum {string} */
            kind: "event" | "drift" | "finding" | "fix" | "approval";
            /** @description Of a drift: created, changed, deleted, restored; of an event its name; of a finding: opened, reopened, resolved, suppressed … */
            what: string;
            /** @description JSON Patch (RFC 6902) of its configuration */
            patch: {
                /** @enum {string} */
                op: "add" | "remove" | "replace";
                /** @description JSON Pointer (RFC 6901): `/tags/Owner` */
                path: string;
                value?: unknown;
                /** @description What was there; beside what RFC 6902 knows */
                before?: unknown;
            }[];
            details: {
                [key: string]: unknown;
            };
            /** @description Who did it, where that is known */
            who: unknown;
            /** @description The scan, event, execution … that told */
            source: string;
            correlationId: string | null;
        };
        Finding: {
            id: string;
            controlId: string;
            title: string;
            /** @enum {string} */
            status: "open" | "resolved";
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            tenantId: string;
            accountId: string;
            region: string;
            resourceArn: string;
            resourceType: string;
            /** @description The values that decided, as they were read */
            evidence: {
                [key: string]: unknown;
            };
            /** @enum {string|null} */
            risk: "high" | "low" | null;
            /** @description null: no price is known */
            estimatedMonthlySavingsUsd: number | null;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            openedAt: string;
            /** Format: date-time */
            resolvedAt: string | null;
            suppressed: {
                reason: string;
                by: string;
                /** Format: date-time */
                at: string;
                /**
                 * Format: date-time
                 * @description null: until it is taken back
                 */
                until: string | null;
            } | null;
            /** @description The rule that mutes it (GET /mutes/{muteId}) */
            muted: {
                muteId: string;
            } | null;
            /** @description The scan that saw it last */
            scanId: string | null;
        };
        FindingDetail: {
            id: string;
            controlId: string;
            title: string;
            /** @enum {string} */
            status: "open" | "resolved";
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            tenantId: string;
            accountId: string;
            region: string;
            resourceArn: string;
            resourceType: string;
            /** @description The values that decided, as they were read */
            evidence: {
                [key: string]: unknown;
            };
            /** @enum {string|null} */
            risk: "high" | "low" | null;
            /** @description null: no price is known */
            estimatedMonthlySavingsUsd: number | null;
            /** Format: date-time */
            firstSeenAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            openedAt: string;
            /** Format: date-time */
            resolvedAt: string | null;
            suppressed: {
                reason: string;
                by: string;
                /** Format: date-time */
                at: string;
                /**
                 * Format: date-time
                 * @description null: until it is taken back
                 */
                until: string | null;
            } | null;
            /** @description The rule that mutes it (GET /mutes/{muteId}) */
            muted: {
                muteId: string;
            } | null;
            /** @description The scan that saw it last */
            scanId: string | null;
            remediation: {
                text: string;
                url: string;
            } | null;
            /** @description Why it matters */
            riskText: string | null;
            evidenceHash: string;
            history: {
                id: string;
                /** Format: date-time */
                at: string;
                from: string | null;
                to: string;
                reason: string;
                evidence: {
                    [key: string]: unknown;
                };
                source: string;
                actor: string | null;
            }[];
        };
        SuppressFinding: {
            tenantId?: string;
            reason: string;
            /**
             * Format: date-time
             * @description It is shown as open again from then on
             */
            expiresAt?: string | null;
        };
        Mute: {
            id: string;
            tenantId: string;
            rules: {
                controlId?: string;
                accountId?: string;
                region?: string;
                /** @description `*` and `?` are wildcards */
                resourceArn?: string;
                /** @description Of the resource; without a value: any */
                tag?: {
                    key: string;
                    value?: string;
                };
            }[];
            reason: string;
            /** Format: date-time */
            expiresAt: string | null;
            isExpired: boolean;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        SaveMute: {
            tenantId?: string;
            /** @description Within a rule all must hold; one of the rules is enough */
            rules: {
                controlId?: string;
                accountId?: string;
                region?: string;
                /** @description `*` and `?` are wildcards */
                resourceArn?: string;
                /** @description Of the resource; without a value: any */
                tag?: {
                    key: string;
                    value?: string;
                };
            }[];
            reason: string;
            /**
             * Format: date-time
             * @description Findings are no longer muted from then on; left out: never
             */
            expiresAt?: string | null;
        };
        MuteTrial: {
            /** @description Open findings that the rules fit */
            matches: number;
            sample: {
                findingId: string;
                controlId: string;
                resourceArn: string;
            }[];
        };
        CustomControl: {
            id: string;
            tenantId: string;
            resourceType: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            title: string;
            risk: string;
            remediation: {
                text: string;
                url: string | null;
            };
            expression: string;
            enabled: boolean;
            /** @description Whether a dry run has tried the expression as it is: it may be enabled */
            isTried: boolean;
            savedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        CreateCustomControl: {
            tenantId?: string;
            /** @example custom_bucket_has_owner */
            id: string;
            /**
             * @description What it is about: as GET /resources names it
             * @enum {string}
             */
            resourceType: "AWS::EC2::Instance" | "AWS::EC2::Volume" | "AWS::EC2::Snapshot" | "AWS::EC2::Image" | "AWS::EC2::EIP" | "AWS::EC2::EbsEncryptionByDefault" | "AWS::EC2::SnapshotBlockPublicAccess" | "AWS::EC2::InstanceMetadataDefaults" | "AWS::EC2::NetworkInterface" | "AWS::EC2::SecurityGroup" | "AWS::EC2::FlowLog" | "AWS::EC2::VPC" | "AWS::EC2::Subnet" | "AWS::EC2::RouteTable" | "AWS::EC2::NetworkAcl" | "AWS::S3::Bucket" | "AWS::S3::AccountPublicAccessBlock" | "AWS::IAM::User" | "AWS::IAM::AccessKey" | "AWS::IAM::Group" | "AWS::IAM::Role" | "AWS::IAM::ManagedPolicy" | "AWS::IAM::Policy" | "AWS::IAM::Root" | "AWS::IAM::VirtualMFADevice" | "AWS::IAM::AccountPasswordPolicy" | "AWS::IAM::ServerCertificate" | "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" | "AWS::RDS::DBSnapshot" | "AWS::RDS::DBClusterSnapshot" | "AWS::KMS::Key" | "AWS::CloudTrail::Trail" | "AWS::CloudTrail::AccountTrails" | "AWS::Config::Recording" | "AWS::Config::ConfigurationRecorder" | "AWS::GuardDuty::Protection" | "AWS::GuardDuty::Detector" | "AWS::SecurityHub::Hub" | "AWS::AccessAnalyzer::Coverage" | "AWS::AccessAnalyzer::Analyzer" | "AWS::Lambda::Function" | "AWS::SNS::Topic" | "AWS::SNS::Subscription" | "AWS::SQS::Queue" | "AWS::SecretsManager::Secret" | "AWS::ECR::Repository" | "AWS::DynamoDB::Table" | "AWS::Logs::LogGroup" | "AWS::Logs::MetricFilter" | "AWS::CloudWatch::Alarm" | "AWS::EFS::FileSystem" | "AWS::ElasticLoadBalancingV2::LoadBalancer" | "AWS::CertificateManager::Certificate" | "AWS::SSM::ManagedInstance";
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            /** @description What is wrong where it fails */
            title: string;
            risk: string;
            remediation: {
                text: string;
                /** Format: uri */
                url?: string;
            };
            /** @description JSONata over the configuration of a resource, as GET /resources/{arn} shows it. true passes, false fails, {"verdict": "pass" | "fail" | "no_evidence" | "manual" | "not_applicable", "evidence": {…}} says both itself. All else is no_evidence with the reason: null, nothing (a field that is not there), another value, an error, a limit. So is what depends on a part of the configuration that could not be read. $resource has arn, accountId and region. */
            expression: string;
            /**
             * @description Only with an expression that a dry run has tried on the inventory
             * @default false
             */
            enabled?: boolean;
        };
        TryExpression: {
            tenantId?: string;
            /**
             * @description What it is about: as GET /resources names it
             * @enum {string}
             */
            resourceType: "AWS::EC2::Instance" | "AWS::EC2::Volume" | "AWS::EC2::Snapshot" | "AWS::EC2::Image" | "AWS::EC2::EIP" | "AWS::EC2::EbsEncryptionByDefault" | "AWS::EC2::SnapshotBlockPublicAccess" | "AWS::EC2::InstanceMetadataDefaults" | "AWS::EC2::NetworkInterface" | "AWS::EC2::SecurityGroup" | "AWS::EC2::FlowLog" | "AWS::EC2::VPC" | "AWS::EC2::Subnet" | "AWS::EC2::RouteTable" | "AWS::EC2::NetworkAcl" | "AWS::S3::Bucket" | "AWS::S3::AccountPublicAccessBlock" | "AWS::IAM::User" | "AWS::IAM::AccessKey" | "AWS::IAM::Group" | "AWS::IAM::Role" | "AWS::IAM::ManagedPolicy" | "AWS::IAM::Policy" | "AWS::IAM::Root" | "AWS::IAM::VirtualMFADevice" | "AWS::IAM::AccountPasswordPolicy" | "AWS::IAM::ServerCertificate" | "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" | "AWS::RDS::DBSnapshot" | "AWS::RDS::DBClusterSnapshot" | "AWS::KMS::Key" | "AWS::CloudTrail::Trail" | "AWS::CloudTrail::AccountTrails" | "AWS::Config::Recording" | "AWS::Config::ConfigurationRecorder" | "AWS::GuardDuty::Protection" | "AWS::GuardDuty::Detector" | "AWS::SecurityHub::Hub" | "AWS::AccessAnalyzer::Coverage" | "AWS::AccessAnalyzer::Analyzer" | "AWS::Lambda::Function" | "AWS::SNS::Topic" | "AWS::SNS::Subscription" | "AWS::SQS::Queue" | "AWS::SecretsManager::Secret" | "AWS::ECR::Repository" | "AWS::DynamoDB::Table" | "AWS::Logs::LogGroup" | "AWS::Logs::MetricFilter" | "AWS::CloudWatch::Alarm" | "AWS::EFS::FileSystem" | "AWS::ElasticLoadBalancingV2::LoadBalancer" | "AWS::CertificateManager::Certificate" | "AWS::SSM::ManagedInstance";
            /** @description JSONata over the configuration of a resource, as GET /resources/{arn} shows it. true passes, false fails, {"verdict": "pass" | "fail" | "no_evidence" | "manual" | "not_applicable", "evidence": {…}} says both itself. All else is no_evidence with the reason: null, nothing (a field that is not there), another value, an error, a limit. So is what depends on a part of the configuration that could not be read. $resource has arn, accountId and region. */
            expression: string;
        };
        DryRun: {
            /** @description Those of the inventory that were tried */
            resources: number;
            /** @description false: there are more, which were left out */
            isComplete: boolean;
            counts: {
                pass: number;
                fail: number;
                noEvidence: number;
                manual: number;
                notApplicable: number;
                /** @description Of the failures; they are not in `fail` */
                muted: number;
            };
            /** @description It was stopped on some: it may not be enabled so */
            metLimit: boolean;
            /** @description A few of each verdict */
            samples: {
                resourceArn: string;
                /** @enum {string} */
                verdict: "pass" | "fail" | "no_evidence" | "manual" | "not_applicable";
                evidence: {
                    [key: string]: unknown;
                };
            }[];
        };
        ChangeCustomControl: {
            tenantId?: string;
            /** @example custom_bucket_has_owner */
            id?: string;
            /**
             * @description What it is about: as GET /resources names it
             * @enum {string}
             */
            resourceType: "AWS::EC2::Instance" | "AWS::EC2::Volume" | "AWS::EC2::Snapshot" | "AWS::EC2::Image" | "AWS::EC2::EIP" | "AWS::EC2::EbsEncryptionByDefault" | "AWS::EC2::SnapshotBlockPublicAccess" | "AWS::EC2::InstanceMetadataDefaults" | "AWS::EC2::NetworkInterface" | "AWS::EC2::SecurityGroup" | "AWS::EC2::FlowLog" | "AWS::EC2::VPC" | "AWS::EC2::Subnet" | "AWS::EC2::RouteTable" | "AWS::EC2::NetworkAcl" | "AWS::S3::Bucket" | "AWS::S3::AccountPublicAccessBlock" | "AWS::IAM::User" | "AWS::IAM::AccessKey" | "AWS::IAM::Group" | "AWS::IAM::Role" | "AWS::IAM::ManagedPolicy" | "AWS::IAM::Policy" | "AWS::IAM::Root" | "AWS::IAM::VirtualMFADevice" | "AWS::IAM::AccountPasswordPolicy" | "AWS::IAM::ServerCertificate" | "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" | "AWS::RDS::DBSnapshot" | "AWS::RDS::DBClusterSnapshot" | "AWS::KMS::Key" | "AWS::CloudTrail::Trail" | "AWS::CloudTrail::AccountTrails" | "AWS::Config::Recording" | "AWS::Config::ConfigurationRecorder" | "AWS::GuardDuty::Protection" | "AWS::GuardDuty::Detector" | "AWS::SecurityHub::Hub" | "AWS::AccessAnalyzer::Coverage" | "AWS::AccessAnalyzer::Analyzer" | "AWS::Lambda::Function" | "AWS::SNS::Topic" | "AWS::SNS::Subscription" | "AWS::SQS::Queue" | "AWS::SecretsManager::Secret" | "AWS::ECR::Repository" | "AWS::DynamoDB::Table" | "AWS::Logs::LogGroup" | "AWS::Logs::MetricFilter" | "AWS::CloudWatch::Alarm" | "AWS::EFS::FileSystem" | "AWS::ElasticLoadBalancingV2::LoadBalancer" | "AWS::CertificateManager::Certificate" | "AWS::SSM::ManagedInstance";
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            /** @description What is wrong where it fails */
            title: string;
            risk: string;
            remediation: {
                text: string;
                /** Format: uri */
                url?: string;
            };
            /** @description JSONata over the configuration of a resource, as GET /resources/{arn} shows it. true passes, false fails, {"verdict": "pass" | "fail" | "no_evidence" | "manual" | "not_applicable", "evidence": {…}} says both itself. All else is no_evidence with the reason: null, nothing (a field that is not there), another value, an error, a limit. So is what depends on a part of the configuration that could not be read. $resource has arn, accountId and region. */
            expression: string;
            /** @description Only with an expression that a dry run has tried on the inventory */
            enabled: boolean;
        };
        TryCustomControl: {
            tenantId?: string;
            /**
             * @description Left out: the saved one
             * @enum {string}
             */
            resourceType?: "AWS::EC2::Instance" | "AWS::EC2::Volume" | "AWS::EC2::Snapshot" | "AWS::EC2::Image" | "AWS::EC2::EIP" | "AWS::EC2::EbsEncryptionByDefault" | "AWS::EC2::SnapshotBlockPublicAccess" | "AWS::EC2::InstanceMetadataDefaults" | "AWS::EC2::NetworkInterface" | "AWS::EC2::SecurityGroup" | "AWS::EC2::FlowLog" | "AWS::EC2::VPC" | "AWS::EC2::Subnet" | "AWS::EC2::RouteTable" | "AWS::EC2::NetworkAcl" | "AWS::S3::Bucket" | "AWS::S3::AccountPublicAccessBlock" | "AWS::IAM::User" | "AWS::IAM::AccessKey" | "AWS::IAM::Group" | "AWS::IAM::Role" | "AWS::IAM::ManagedPolicy" | "AWS::IAM::Policy" | "AWS::IAM::Root" | "AWS::IAM::VirtualMFADevice" | "AWS::IAM::AccountPasswordPolicy" | "AWS::IAM::ServerCertificate" | "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" | "AWS::RDS::DBSnapshot" | "AWS::RDS::DBClusterSnapshot" | "AWS::KMS::Key" | "AWS::CloudTrail::Trail" | "AWS::CloudTrail::AccountTrails" | "AWS::Config::Recording" | "AWS::Config::ConfigurationRecorder" | "AWS::GuardDuty::Protection" | "AWS::GuardDuty::Detector" | "AWS::SecurityHub::Hub" | "AWS::AccessAnalyzer::Coverage" | "AWS::AccessAnalyzer::Analyzer" | "AWS::Lambda::Function" | "AWS::SNS::Topic" | "AWS::SNS::Subscription" | "AWS::SQS::Queue" | "AWS::SecretsManager::Secret" | "AWS::ECR::Repository" | "AWS::DynamoDB::Table" | "AWS::Logs::LogGroup" | "AWS::Logs::MetricFilter" | "AWS::CloudWatch::Alarm" | "AWS::EFS::FileSystem" | "AWS::ElasticLoadBalancingV2::LoadBalancer" | "AWS::CertificateManager::Certificate" | "AWS::SSM::ManagedInstance";
            /** @description Left out: the saved one */
            expression?: string;
        };
        CreateFramework: {
            tenantId?: string;
            /** @example acme-baseline-1.0 */
            id: string;
            name: string;
            version: string;
            /** @default  */
            description?: string;
            requirements: {
                /** @description As the framework numbers it */
                id: string;
                title: string;
                section: string;
                /**
                 * @description Ids of GET /controls and GET /controls/custom: what decides it
                 * @default []
                 */
                controls?: string[];
                /** @description Why a person has to judge it, or the rest of it */
                manual?: string;
            }[];
        };
        FrameworkDetail: {
            id: string;
            aliases: string[];
            name: string;
            version: string;
            description: string;
            note: string | null;
            isCustom: boolean;
            /** @description How many of them controls settle alone */
            automated: number;
            /** @description How many controls it names */
            controls: number;
            requirements: {
                id: string;
                title: string;
                section: string;
                controls: string[];
                /** @description Why a person has to judge it */
                manual: string | null;
                /** @description What is not read */
                unsupported: string | null;
            }[];
        };
        ChangeFramework: {
            tenantId?: string;
            /** @example acme-baseline-1.0 */
            id?: string;
            name: string;
            version: string;
            /** @default  */
            description?: string;
            requirements: {
                /** @description As the framework numbers it */
                id: string;
                title: string;
                section: string;
                /**
                 * @description Ids of GET /controls and GET /controls/custom: what decides it
                 * @default []
                 */
                controls?: string[];
                /** @description Why a person has to judge it, or the rest of it */
                manual?: string;
            }[];
        };
        Control: {
            id: string;
            aliases: string[];
            title: string;
            service: string;
            resourceType: string;
            /**
             * @description As it holds for the tenant
             * @enum {string}
             */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            /** @enum {string} */
            defaultSeverity: "critical" | "high" | "medium" | "low" | "informational";
            /** @enum {string} */
            class: "waste" | "security";
            isCustom: boolean;
            /** @description PUT /controls/{id}/settings sets them */
            parameters: {
                name: string;
                value: number | boolean | string | string[];
                default: number | boolean | string | string[];
            }[];
            /** @description What it is evidence for */
            requirements: {
                frameworkId: string;
                requirementId: string;
            }[];
        };
        ControlDetail: {
            id: string;
            aliases: string[];
            title: string;
            service: string;
            resourceType: string;
            /**
             * @description As it holds for the tenant
             * @enum {string}
             */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            /** @enum {string} */
            defaultSeverity: "critical" | "high" | "medium" | "low" | "informational";
            /** @enum {string} */
            class: "waste" | "security";
            isCustom: boolean;
            /** @description PUT /controls/{id}/settings sets them */
            parameters: {
                name: string;
                value: number | boolean | string | string[];
                default: number | boolean | string | string[];
            }[];
            /** @description What it is evidence for */
            requirements: {
                frameworkId: string;
                requirementId: string;
            }[];
            risk: string;
            remediation: {
                text: string;
                steps: string[];
                url: string;
            };
        };
        TestControl: {
            tenantId?: string;
            /** @description As GET /resources/{arn} shows it */
            configuration: {
                [key: string]: unknown;
            };
            /** @default 123456789012 */
            accountId?: string;
            /** @default us-east-1 */
            region?: string;
            /** @description Instead of those that hold for the tenant */
            parameters?: {
                [key: string]: number | boolean | string | string[];
            };
            /**
             * Format: date-time
             * @description The time by which ages are judged; left out: now
             */
            now?: string;
        };
        ControlVerdict: {
            controlId: string;
            /** @enum {string} */
            verdict: "pass" | "fail" | "no_evidence" | "manual" | "not_applicable";
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            evidence: {
                [key: string]: unknown;
            };
            /** @enum {string|null} */
            risk: "high" | "low" | null;
            estimatedMonthlySavingsUsd: number | null;
        };
        SetControl: {
            tenantId?: string;
            /**
             * @description null: the default again
             * @enum {string|null}
             */
            severity?: "critical" | "high" | "medium" | "low" | "informational" | null;
            /** @description null: the defaults again */
            parameters?: {
                [key: string]: number | boolean | string | string[];
            } | null;
        };
        Framework: {
            id: string;
            aliases: string[];
            name: string;
            version: string;
            description: string;
            note: string | null;
            isCustom: boolean;
            /** @description How many */
            requirements: number;
            /** @description How many of them controls settle alone */
            automated: number;
            /** @description How many controls it names */
            controls: number;
        };
        FrameworkAssessment: {
            frameworkId: string;
            name: string;
            version: string;
            note: string | null;
            tenantId: string;
            /** @description Accounts that were assessed */
            accountIds: string[];
            /**
             * Format: date-time
             * @description The oldest assessment that is in it; null: there is none yet
             */
            asOf: string | null;
            /** @description 0 to 100; null: nothing is decided */
            score: number | null;
            /** @description Per cent of what could be decided that was decided */
            coverage: number | null;
            formula: string;
            counts: {
                pass: number;
                fail: number;
                noEvidence: number;
                manual: number;
                notApplicable: number;
                muted: number;
            };
            /** @description How many requirements have each status */
            statuses: {
                [key: string]: number;
            };
            requirements: {
                id: string;
                title: string;
                section: string;
                controls: {
                    controlId: string;
                    title: string;
                    /** @enum {string} */
                    severity: "critical" | "high" | "medium" | "low" | "informational";
                    counts: {
                        pass: number;
                        fail: number;
                        noEvidence: number;
                        manual: number;
                        notApplicable: number;
                        muted: number;
                    };
                    /** @description The evidence: what the control says of each resource */
                    verdictsUrl: string;
                }[];
                /** @description Why a person has to judge it */
                manual: string | null;
                /** @description What is not read */
                unsupported: string | null;
                /** @enum {string} */
                status: "passed" | "failed" | "partial" | "no_evidence" | "manual" | "not_applicable";
                /** @description 0 to 100; null: nothing is decided */
                score: number | null;
                /** @description Per cent of what could be decided that was decided */
                coverage: number | null;
                counts: {
                    pass: number;
                    fail: number;
                    noEvidence: number;
                    manual: number;
                    notApplicable: number;
                    muted: number;
                };
            }[];
        };
        Score: {
            frameworkId: string;
            accountId: string;
            /** Format: date-time */
            at: string;
            /** @description 0 to 100; null: nothing is decided */
            score: number | null;
            /** @description Per cent of what could be decided that was decided */
            coverage: number | null;
            counts: {
                pass: number;
                fail: number;
                noEvidence: number;
                manual: number;
                notApplicable: number;
                muted: number;
            };
            /** @description By requirement; with requirements=true only */
            requirements: {
                [key: string]: {
                    /** @description 0 to 100; null: nothing is decided */
                    score: number | null;
                    /** @description Per cent of what could be decided that was decided */
                    coverage: number | null;
                };
            } | null;
            scanId: string | null;
        };
        Verdict: {
            controlId: string;
            title: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            accountId: string;
            region: string;
            /** @description null: resources of the type could not be listed there */
            resourceArn: string | null;
            resourceType: string;
            /** @enum {string} */
            verdict: "pass" | "fail" | "no_evidence" | "manual" | "not_applicable";
            /** @description The values that decided, as they were read */
            evidence: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            readAt: string;
            /** @description The mute that holds for it */
            mutedBy: string | null;
        };
        ComplianceScan: {
            tenantId?: string;
            /** @enum {string} */
            scanType?: "full" | "security" | "compliance" | "cost" | "targeted" | "reassessment" | "incremental";
            /**
             * @description How long ago a finding may have been written last
             * @default 7
             */
            daysBack?: number;
            /** @description The controls of these alone; where scanType is targeted, those of CIS, PCI_DSS and SOC2 by default */
            frameworks?: string[] | null;
        };
        ComplianceScanOutput: {
            /**
             * @description failed: nothing could be read, or it was cancelled
             * @enum {string}
             */
            status: "completed" | "failed" | "running";
            correlation_id: string;
            /**
             * Format: date-time
             * @description When it ended; while it runs, when it was asked for
             */
            scan_timestamp: string;
            /** @description GET /scans/{scanId} shows how far it is, and the result */
            scanId: string;
            /** @description What could not be read: nothing is said of it */
            errors: {
                accountId: string;
                region: string;
                service: string;
                /** @description null: the account itself could not be entered */
                resourceType: string | null;
                /** @description null: the resources could not be listed */
                part: string | null;
                /** @enum {string} */
                reason: "denied" | "throttled" | "unsupported" | "failed" | "not_read";
                code: string;
                message: string;
                /** @description How many resources it concerns */
                count: number;
            }[];
            findings_count: number;
            violations_count: number;
            /** @description 0 to 100; null: nothing is decided */
            compliance_score: number | null;
        };
        VulnerabilityScan: {
            tenantId?: string;
            /**
             * @description patches: Systems Manager alone; targeted: Inspector's findings with the patches that close them
             * @default targeted
             * @enum {string}
             */
            scanType?: "patches" | "targeted";
            /**
             * @description How long ago a finding may have been written last
             * @default 7
             */
            daysBack?: number;
            /** @default true */
            includeInspector?: boolean;
            /** @default true */
            includePatches?: boolean;
        };
        VulnerabilityScanOutput: {
            /**
             * @description failed: nothing could be read, or it was cancelled
             * @enum {string}
             */
            status: "completed" | "failed" | "running";
            correlation_id: string;
            /**
             * Format: date-time
             * @description When it ended; while it runs, when it was asked for
             */
            scan_timestamp: string;
            /** @description GET /scans/{scanId} shows how far it is, and the result */
            scanId: string;
            /** @description What could not be read: nothing is said of it */
            errors: {
                accountId: string;
                region: string;
                service: string;
                /** @description null: the account itself could not be entered */
                resourceType: string | null;
                /** @description null: the resources could not be listed */
                part: string | null;
                /** @enum {string} */
                reason: "denied" | "throttled" | "unsupported" | "failed" | "not_read";
                code: string;
                message: string;
                /** @description How many resources it concerns */
                count: number;
            }[];
            vulnerabilities_count: number;
            patches_count: number;
            critical_vulnerabilities: number;
            high_vulnerabilities: number;
        };
        Vulnerability: {
            id: string;
            /** @description A CVE; the id of a security patch that names none */
            vulnerabilityId: string;
            /** @enum {string} */
            provider: "inspector" | "ssm";
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            /** @description Inspector's, 0 to 10 */
            score: number | null;
            title: string;
            tenantId: string;
            accountId: string;
            region: string;
            resourceArn: string;
            resourceType: string;
            instanceId: string | null;
            exploitAvailable: boolean | null;
            /** @enum {string|null} */
            fixAvailable: "yes" | "partial" | "no" | null;
            /** @description A patch is missing that closes it, or a release is there that does */
            patchable: boolean;
            packages: {
                name: string;
                version: string | null;
                arch: string | null;
                manager: string | null;
                /** @description null: no release closes it yet */
                fixedInVersion: string | null;
                remediation: string | null;
            }[];
            /** @description Missing on the instance, by Systems Manager */
            patches: {
                /** @description As the operating system names it: KB5034763, openssl.x86_64 */
                patchId: string;
                title: string;
                classification: string;
                /** @enum {string} */
                severity: "critical" | "high" | "medium" | "low" | "informational";
                /** @enum {string} */
                state: "missing" | "failed";
            }[];
            /** Format: date-time */
            firstSeenAt: string;
            /**
             * Format: date-time
             * @description When the provider wrote it last
             */
            updatedAt: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** Format: date-time */
            closedAt: string | null;
            /** @description The scan that saw it last */
            scanId: string;
        };
        SigningKey: {
            /** @enum {string} */
            algorithm: "Ed25519";
            /** @description SHA-256 of the public key (DER), in hex */
            keyId: string;
            /** @description PEM: the file that `npm run verify-pack -- FILE --key FILE` takes */
            publicKey: string;
        };
        Report: {
            reportId: string;
            tenantId: string;
            /** @enum {string} */
            kind: "scan" | "assessment" | "audit-pack";
            /** @enum {string} */
            status: "writing" | "ready";
            title: string;
            /** @description What it is about: a scan, a framework, a kind of audit */
            subject: string;
            /** @description The execution that wrote it */
            executionId: string | null;
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it is deleted (REPORT_RETENTION_DAYS)
             */
            expiresAt: string;
            details: {
                [key: string]: unknown;
            };
            files: {
                /** @enum {string} */
                format: "html" | "pdf" | "zip" | "json";
                contentType: string;
                bytes: number | null;
                /** @description SHA-256 of the file, in hex */
                sha256: string | null;
                /** @description Where it is downloaded */
                url: string;
            }[];
        };
        ScheduleCalendar: {
            items: components["schemas"]["ScheduleTimes"][];
            nextCursor: string | null;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
        };
        ScheduleTimes: {
            scheduleId: string;
            scheduleType: string;
            description: string | null;
            timezone: string;
            inWords: string;
            /** @description In their order, 100 at most */
            times: string[];
            /** @description It runs more often than that */
            more: boolean;
        };
        /**
         * @example {
         *       "expression": "30 2 * * ? *",
         *       "timezone": "America/New_York"
         *     }
         */
        PreviewSchedule: {
            tenantId?: string;
            /** @description cron(…), six bare fields, rate(…) or at(…) */
            expression: string;
            /** @default UTC */
            timezone?: string;
            /**
             * Format: date-time
             * @description Now when left out
             */
            from?: string;
            /** @default 5 */
            count?: number;
        };
        SchedulePreview: {
            valid: boolean;
            problems: {
                path: string;
                message: string;
            }[];
            words: string | null;
            next: {
                /** @description In UTC */
                at: string;
                /** @description The same on the clock of the time zone */
                local: string;
                /** @description What a change of the clocks does to it */
                note?: string;
            }[];
        };
        /**
         * @example {
         *       "scheduleType": "compliance-scan",
         *       "cronExpression": "0 6 * * ? *",
         *       "timezone": "America/New_York",
         *       "target": {
         *         "type": "step-functions",
         *         "stateMachineName": "ComplianceScanWorkflow"
         *       },
         *       "parameters": {
         *         "scanType": "comprehensive"
         *       }
         *     }
         */
        CreateSchedule: {
            tenantId?: string;
            scheduleType: string;
            /** @description Six fields: minutes hours day-of-month month day-of-week year */
            cronExpression?: string;
            /** @description cron(…), rate(5 minutes) or at(2026-12-01T06:00:00) */
            scheduleExpression?: string;
            /**
             * @description IANA name
             * @default UTC
             */
            timezone?: string;
            /** @default true */
            enabled?: boolean;
            /** @default null */
            description?: string | null;
            /** @description What is started: step-functions, lambda, sns, scan */
            target: {
                /** @enum {string} */
                type: "step-functions";
                stateMachineName?: string;
                stateMachineArn?: string;
            } | {
                /** @enum {string} */
                type: "lambda";
                functionName: string;
            } | {
                /** @enum {string} */
                type: "sns";
                topicArn: string;
            } | {
                /** @enum {string} */
                type: "scan";
            };
            /**
             * @description Given to what is started; `<aws.scheduler.scheduled-time>` and its like are replaced
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * @description 0: off
             * @default 0
             */
            flexibleTimeWindowMinutes?: number;
            /** @default 0 */
            jitterSeconds?: number;
            /**
             * Format: date-time
             * @description No time before it
             */
            startDate?: string | null;
            /**
             * Format: date-time
             * @description No time from it on
             */
            endDate?: string | null;
            /**
             * @description What a run does whose predecessor has not ended: not start, wait, start beside it, replace it
             * @default skip
             * @enum {string}
             */
            overlapPolicy?: "skip" | "queue_one" | "allow" | "cancel_running";
            /**
             * @description What happens to times that were missed by over a minute
             * @default run_once
             * @enum {string}
             */
            misfirePolicy?: "run_once" | "run_all" | "skip";
            /**
             * @description How many missed times run_all catches up: the newest
             * @default 100
             */
            misfireLimit?: number;
            /**
             * @description Older missed times are skipped
             * @default 86400
             */
            catchUpWindowSeconds?: number;
            /**
             * @description Starts that are tried, the first included
             * @default 3
             */
            maxAttempts?: number;
            /**
             * @description No retry later than this after the first start
             * @default 86400
             */
            maxRetryAgeSeconds?: number;
            /** @default {} */
            tags?: {
                [key: string]: string;
            };
            /**
             * @description After the last time that it has
             * @default NONE
             * @enum {string}
             */
            actionAfterCompletion?: "NONE" | "DELETE";
            /** @description The same request with the same token makes one schedule */
            clientToken?: string;
        };
        Schedule: {
            scheduleId: string;
            tenantId: string;
            scheduleType: string;
            /** @description Its six fields, when it is a cron expression */
            cronExpression: string | null;
            scheduleExpression: string;
            timezone: string;
            inWords: string;
            /** @enum {string} */
            status: "ENABLED" | "DISABLED";
            enabled: boolean;
            /** @description Why it is off although it was to be on */
            disabledReason: string | null;
            paused: {
                reason: string;
                by: string;
                /** Format: date-time */
                at: string;
            } | null;
            description: string | null;
            /** @description What is started: step-functions, lambda, sns, scan */
            target: {
                /** @enum {string} */
                type: "step-functions";
                stateMachineName?: string;
                stateMachineArn?: string;
            } | {
                /** @enum {string} */
                type: "lambda";
                functionName: string;
            } | {
                /** @enum {string} */
                type: "sns";
                topicArn: string;
            } | {
                /** @enum {string} */
                type: "scan";
            };
            parameters: {
                [key: string]: unknown;
            };
            flexibleTimeWindowMinutes: number;
            jitterSeconds: number;
            /** Format: date-time */
            startDate: string | null;
            /** Format: date-time */
            endDate: string | null;
            /** @enum {string} */
            overlapPolicy: "skip" | "queue_one" | "allow" | "cancel_running";
            /** @enum {string} */
            misfirePolicy: "run_once" | "run_all" | "skip";
            misfireLimit: number;
            catchUpWindowSeconds: number;
            maxAttempts: number;
            maxRetryAgeSeconds: number;
            tags: {
                [key: string]: string;
            };
            /** @enum {string} */
            actionAfterCompletion: "NONE" | "DELETE";
            /** Format: date-time */
            nextRunAt: string | null;
            createdBy: string;
            savedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Whether the engine that starts it knows its newest version */
            engine: {
                /** @enum {string} */
                name: "bullmq" | "eventbridge";
                /** @enum {string} */
                state: "in_sync" | "pending" | "error";
                error: string | null;
                /** Format: date-time */
                syncedAt: string | null;
            };
        };
        /** @description What is left out stays as it is */
        ChangeSchedule: {
            tenantId?: string;
            scheduleType?: string;
            /** @description Six fields: minutes hours day-of-month month day-of-week year */
            cronExpression?: string;
            /** @description cron(…), rate(5 minutes) or at(2026-12-01T06:00:00) */
            scheduleExpression?: string;
            /** @description IANA name */
            timezone?: string;
            enabled?: boolean;
            description?: string | null;
            /** @description What is started: step-functions, lambda, sns, scan */
            target?: {
                /** @enum {string} */
                type: "step-functions";
                stateMachineName?: string;
                stateMachineArn?: string;
            } | {
                /** @enum {string} */
                type: "lambda";
                functionName: string;
            } | {
                /** @enum {string} */
                type: "sns";
                topicArn: string;
            } | {
                /** @enum {string} */
                type: "scan";
            };
            /** @description Given to what is started; `<aws.scheduler.scheduled-time>` and its like are replaced */
            parameters?: {
                [key: string]: unknown;
            };
            /** @description 0: off */
            flexibleTimeWindowMinutes?: number;
            jitterSeconds?: number;
            /**
             * Format: date-time
             * @description No time before it
             */
            startDate?: string | null;
            /**
             * Format: date-time
             * @description No time from it on
             */
            endDate?: string | null;
            /**
             * @description What a run does whose predecessor has not ended: not start, wait, start beside it, replace it
             * @enum {string}
             */
            overlapPolicy?: "skip" | "queue_one" | "allow" | "cancel_running";
            /**
             * @description What happens to times that were missed by over a minute
             * @enum {string}
             */
            misfirePolicy?: "run_once" | "run_all" | "skip";
            /** @description How many missed times run_all catches up: the newest */
            misfireLimit?: number;
            /** @description Older missed times are skipped */
            catchUpWindowSeconds?: number;
            /** @description Starts that are tried, the first included */
            maxAttempts?: number;
            /** @description No retry later than this after the first start */
            maxRetryAgeSeconds?: number;
            tags?: {
                [key: string]: string;
            };
            /**
             * @description After the last time that it has
             * @enum {string}
             */
            actionAfterCompletion?: "NONE" | "DELETE";
        };
        PauseSchedule: {
            tenantId?: string;
            reason: string;
        };
        /** @default {} */
        OfTenant: {
            tenantId?: string;
        };
        ScheduleRun: {
            runId: string;
            scheduleId: string;
            /** Format: date-time */
            plannedAt: string;
            /**
             * Format: date-time
             * @description plannedAt, put off inside the flexible window and the jitter
             */
            dueAt: string;
            /** @enum {string} */
            cause: "schedule" | "catch_up" | "backfill" | "manual";
            /** @enum {string} */
            status: "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
            /** @description Why it was skipped or cancelled, or what it waits for */
            reason: string | null;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            /** @description From dueAt to the first start */
            latenessMs: number | null;
            attempt: number;
            /** Format: date-time */
            nextAttemptAt: string | null;
            /** @description scan, execution, task, invocation or message */
            executionType: string | null;
            /** @description What it started: a scanId, for one */
            executionId: string | null;
            /** @description Of an execution, for /workflows */
            executionArn: string | null;
            error: string | null;
            requestedBy: string;
        };
        /**
         * @example {
         *       "from": "2026-11-01T00:00:00Z",
         *       "to": "2026-11-08T00:00:00Z",
         *       "dryRun": true
         *     }
         */
        BackfillSchedule: {
            tenantId?: string;
            /**
             * Format: date-time
             * @description Not before what is kept of runs (SCHEDULE_RUN_RETENTION_DAYS)
             */
            from: string;
            /**
             * Format: date-time
             * @description Not later than now
             */
            to: string;
            /**
             * @description true only tells which times it would run
             * @default false
             */
            dryRun?: boolean;
        };
        Backfill: {
            dryRun: boolean;
            created: number;
            runs: {
                /** Format: date-time */
                plannedAt: string;
                /** @description null: a dry run */
                runId: string | null;
                /**
                 * @description rerun: it had been skipped
                 * @enum {string}
                 */
                outcome: "created" | "rerun" | "exists";
            }[];
        };
        ScanScheduleConfig: {
            enabled: boolean;
            /** @enum {string} */
            frequency: "hourly" | "daily" | "weekly" | "custom";
            /** @description Who is told when a scan has ended */
            channels: ("slack" | "email")[];
            /** @description Minutes, for the frequency custom */
            custom_interval: number | null;
        };
        /**
         * @example {
         *       "enabled": true,
         *       "frequency": "daily",
         *       "channels": [
         *         "slack"
         *       ]
         *     }
         */
        ChangeScanScheduleConfig: {
            tenantId?: string;
            enabled?: boolean;
            /** @enum {string} */
            frequency?: "hourly" | "daily" | "weekly" | "custom";
            channels?: ("slack" | "email")[];
            custom_interval?: number | null;
        };
        ScanScheduleStatus: {
            enabled: boolean;
            /** @enum {string} */
            frequency: "hourly" | "daily" | "weekly" | "custom";
            /** @description Who is told when a scan has ended */
            channels: ("slack" | "email")[];
            /** @description Minutes, for the frequency custom */
            custom_interval: number | null;
            /**
             * Format: date-time
             * @description Start of the last scan
             */
            last_run: string | null;
            /** @enum {string|null} */
            last_status: "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled" | null;
            /** Format: date-time */
            next_run: string | null;
            running: boolean;
            history: {
                run_id: string;
                /** Format: date-time */
                planned_at: string;
                /** Format: date-time */
                started_at: string | null;
                /** Format: date-time */
                ended_at: string | null;
                /** @enum {string} */
                status: "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
                scan_id: string | null;
                error: string | null;
            }[];
        };
        TriggerScan: {
            tenantId?: string;
            /**
             * @description Who or what asks
             * @default manual
             */
            source?: string;
        };
        ApprovalSummary: {
            id: string;
            /**
             * @description cancelled: its workflow went on or ended without an answer
             * @enum {string}
             */
            status: "pending" | "approved" | "rejected" | "cancelled";
            title: string;
            /** @description 1: approvers and admins decide; 2: admins */
            level: number;
            /** @description How many different people must approve; one rejection rejects */
            quorum: number;
            /**
             * @description Taken when nobody has decided by expiresAt
             * @enum {string}
             */
            defaultDecision: "reject" | "approve";
            /** @description It was closed by the default */
            expired: boolean;
            /** @description May not decide */
            requestedBy: string;
            /** @description Whom the definition names as the requester; may not approve */
            claimedBy: string | null;
            workflowType: string;
            executionId: string;
            /** @description null: the execution is not kept any more */
            executionArn: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            decidedAt: string | null;
            decisions: {
                /** @enum {string} */
                decision: "approved" | "rejected";
                comment: string | null;
                decidedBy: string;
                /** Format: date-time */
                decidedAt: string;
            }[];
        };
        Approval: {
            id: string;
            /**
             * @description cancelled: its workflow went on or ended without an answer
             * @enum {string}
             */
            status: "pending" | "approved" | "rejected" | "cancelled";
            title: string;
            /** @description 1: approvers and admins decide; 2: admins */
            level: number;
            /** @description How many different people must approve; one rejection rejects */
            quorum: number;
            /**
             * @description Taken when nobody has decided by expiresAt
             * @enum {string}
             */
            defaultDecision: "reject" | "approve";
            /** @description It was closed by the default */
            expired: boolean;
            /** @description May not decide */
            requestedBy: string;
            /** @description Whom the definition names as the requester; may not approve */
            claimedBy: string | null;
            workflowType: string;
            executionId: string;
            /** @description null: the execution is not kept any more */
            executionArn: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            /** Format: date-time */
            decidedAt: string | null;
            decisions: {
                /** @enum {string} */
                decision: "approved" | "rejected";
                comment: string | null;
                decidedBy: string;
                /** Format: date-time */
                decidedAt: string;
            }[];
            /** @description As the workflow gave them */
            details: unknown;
        };
        /**
         * @default {}
         * @example {
         *       "comment": "inside the change window"
         *     }
         */
        DecideApproval: {
            tenantId?: string;
            /** @description Goes to the workflow and into the audit log */
            comment?: string;
        };
        WorkflowDefinitions: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                workflowType: string;
                name: string;
                description: string;
                version: string;
                stateMachineName: string;
                requiredParameters: string[];
                optionalParameters: string[];
                /** @description null: a tenant's own */
                estimatedDuration: string | null;
            }[];
        };
        /**
         * @example {
         *       "definition": {
         *         "StartAt": "Greet",
         *         "States": {
         *           "Greet": {
         *             "Type": "Pass",
         *             "Parameters": {
         *               "hello.$": "$.parameters.who"
         *             },
         *             "End": true
         *           }
         *         }
         *       }
         *     }
         */
        ValidateWorkflowDefinition: {
            tenantId?: string;
            /** @description Amazon States Language, as JSON or as its text; 1 MB at most */
            definition: {
                [key: string]: unknown;
            } | string;
        };
        WorkflowValidation: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                valid: boolean;
                /** @description The first 100 */
                problems: {
                    /** @description JSON pointer into the definition; empty: all of it */
                    pointer: string;
                    /** @description As ValidateStateMachineDefinition names it */
                    code: string;
                    message: string;
                }[];
                /** @description A Mermaid flowchart, of a valid one */
                drawing?: string;
            };
        };
        WorkflowDefinition: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                workflowType: string;
                name: string;
                description: string;
                version: string;
                stateMachineName: string;
                requiredParameters: string[];
                optionalParameters: string[];
                /** @description null: a tenant's own */
                estimatedDuration: string | null;
                /** @description null: it comes with the service */
                revision: number | null;
                /** @description The newest 100. Executions under way end by the one that they were started with */
                revisions: {
                    revision: number;
                    name: string;
                    savedBy: string;
                    /** Format: date-time */
                    savedAt: string;
                }[];
                /** @description Amazon States Language */
                definition: {
                    [key: string]: unknown;
                };
                /** @description A Mermaid flowchart; null: it would take too long */
                drawing: string | null;
            };
        };
        /**
         * @example {
         *       "name": "Nightly check",
         *       "description": "Waits for the night, then scans",
         *       "definition": {
         *         "StartAt": "Greet",
         *         "States": {
         *           "Greet": {
         *             "Type": "Pass",
         *             "Parameters": {
         *               "hello.$": "$.parameters.who"
         *             },
         *             "End": true
         *           }
         *         }
         *       },
         *       "requiredParameters": [
         *         "who"
         *       ],
         *       "optionalParameters": [
         *         "why"
         *       ]
         *     }
         */
        SaveWorkflowDefinition: {
            tenantId?: string;
            name: string;
            /** @default  */
            description?: string;
            /** @description Amazon States Language, as JSON or as its text; 1 MB at most */
            definition: {
                [key: string]: unknown;
            } | string;
            /**
             * @description `tenantId` is required of each anyway
             * @default []
             */
            requiredParameters?: string[];
            /** @default [] */
            optionalParameters?: string[];
        };
        /**
         * @example {
         *       "workflowType": "compliance-scan",
         *       "parameters": {
         *         "scanType": "security",
         *         "regions": [
         *           "us-east-1"
         *         ]
         *       },
         *       "startedBy": "user@company.com",
         *       "metadata": {
         *         "source": "scheduled-scan",
         *         "priority": "high"
         *       }
         *     }
         */
        StartWorkflow: {
            workflowType: string;
            /** @description The key's own; the platform key names one, or acts on `default` */
            tenantId?: string;
            /**
             * @description Those of the workflow: GET /workflows/definitions lists them
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /** @description Kept as it is claimed */
            startedBy?: string;
            /**
             * @description Given to the workflow as it is, with startedBy and correlationId
             * @default {}
             */
            metadata?: {
                /**
                 * @description What asks for it
                 * @default api
                 */
                source?: string;
                /**
                 * @description Who waits for a place begins in this order
                 * @default normal
                 * @enum {string}
                 */
                priority?: "high" | "normal" | "low";
            } & {
                [key: string]: unknown;
            };
            /** @description The same name and input while it runs is the same execution; 409 for another input or later */
            executionName?: string;
        };
        WorkflowStart: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                executionId: string;
                executionArn: string;
                executionName: string;
                stateMachineArn: string;
                /** @enum {string} */
                status: "PENDING_START" | "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
                /**
                 * Format: date-time
                 * @description null: it waits for a place
                 */
                startDate: string | null;
                workflowType: string;
                tenantId: string;
                correlationId: string;
            };
        };
        WorkflowList: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                executions: {
                    executionId: string;
                    executionArn: string;
                    executionName: string;
                    stateMachineArn: string;
                    /** @enum {string} */
                    status: "PENDING_START" | "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
                    /**
                     * Format: date-time
                     * @description null: it waits for a place
                     */
                    startDate: string | null;
                    workflowType: string;
                    tenantId: string;
                    correlationId: string;
                    /** Format: date-time */
                    stopDate: string | null;
                    /** Format: date-time */
                    createdAt: string;
                }[];
                nextCursor: string | null;
            };
        };
        WorkflowMetrics: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                /** @description That are kept: see EXECUTION_RETENTION_DAYS */
                totalExecutions: number;
                successfulExecutions: number;
                /** @description FAILED and TIMED_OUT */
                failedExecutions: number;
                abortedExecutions: number;
                runningExecutions: number;
                /** @description They wait for a place */
                pendingExecutions: number;
                /** @description Of those that have ended; null: none has */
                averageDurationMs: number | null;
                p95DurationMs: number | null;
            };
        };
        WorkflowStatus: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                executionId: string;
                executionArn: string;
                executionName: string;
                stateMachineArn: string;
                /** @enum {string} */
                status: "PENDING_START" | "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
                /**
                 * Format: date-time
                 * @description null: it waits for a place
                 */
                startDate: string | null;
                workflowType: string;
                tenantId: string;
                correlationId: string;
                /** Format: date-time */
                stopDate: string | null;
                /** Format: date-time */
                createdAt: string;
                input: unknown;
                /** @description null until it has succeeded */
                output: unknown;
                error: string | null;
                cause: string | null;
                redriveCount: number;
                /** @enum {string} */
                priority: "high" | "normal" | "low";
                /** @description As it was claimed */
                startedBy: string | null;
                /** @description The owner of the key */
                requestedBy: string;
                progress: {
                    /** @description A Parallel or Map before the states inside of it */
                    currentStates: string[];
                    /** @description States that it has left at least once; null on Step Functions, where only the history tells */
                    statesDone: number | null;
                    /** @description States of the definition, those of branches and iterations too */
                    statesTotal: number;
                };
                /** @description While it waits for a place: 1 is the tenant's next */
                queue: {
                    position: number;
                } | null;
            };
        };
        /**
         * @default {}
         * @example {
         *       "error": "Cancelled",
         *       "cause": "Started by mistake"
         *     }
         */
        StopWorkflow: {
            tenantId?: string;
            error?: string;
            cause?: string;
        };
        WorkflowStop: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                /** @description false: it had ended before */
                stopped: boolean;
                message: string;
            };
        };
        /** @default {} */
        ExecutionOfTenant: {
            tenantId?: string;
        };
        WorkflowRedrive: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                executionId: string;
                executionArn: string;
                executionName: string;
                stateMachineArn: string;
                /** @enum {string} */
                status: "PENDING_START" | "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
                /**
                 * Format: date-time
                 * @description null: it waits for a place
                 */
                startDate: string | null;
                workflowType: string;
                tenantId: string;
                correlationId: string;
                redriveCount: number;
            };
        };
        ExecutionDefinition: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                executionArn: string;
                workflowType: string;
                /** @description Amazon States Language; null: on Step Functions, and the workflow is known no more */
                definition: {
                    [key: string]: unknown;
                } | null;
                /** @description It was started with this one. false: on Step Functions, and this is the workflow as it is now */
                isPinned: boolean;
            };
        };
        WorkflowHistory: {
            /** @enum {boolean} */
            success: true;
            correlationId: string;
            result: {
                events: components["schemas"]["HistoryEvent"][];
                nextToken: string | null;
            };
        };
        HistoryEvent: {
            id: number;
            previousEventId: number;
            timestamp: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "eventType": "manual-scan",
         *       "parameters": {
         *         "scanType": "security-focused",
         *         "priority": "high"
         *       },
         *       "triggeredBy": "user@company.com",
         *       "processImmediately": true
         *     }
         */
        TriggerEvent: {
            /** @enum {string} */
            eventType: "manual-scan" | "manual-remediation" | "manual-assessment" | "compliance-violation-detected" | "remediation-completed" | "assessment-completed";
            /** @description The key's own; the platform key names one, or acts on `default` */
            tenantId?: string;
            /**
             * @description Those of the workflow that it starts, with `priority`; of remediation-completed findingIds or resourceArns
             * @default {}
             */
            parameters?: {
                [key: string]: unknown;
            };
            /** @description Kept as it is claimed */
            triggeredBy?: string;
            /**
             * @description false: a worker does it, in its turn; what is wrong with it is told now nevertheless
             * @default true
             */
            processImmediately?: boolean;
            /** @description The same request with the same token is the same event; 409 for another request */
            clientToken?: string;
        };
        TriggeredEvent: {
            eventId: string;
        };
        EventHealth: {
            accounts: {
                accountId: string;
                name: string;
                /**
                 * @description never: no event has come in a week; silent: none for a day; incomplete: scans found changes that no event told; slow: resources wait longer than a minute
                 * @enum {string}
                 */
                status: "ok" | "never" | "silent" | "incomplete" | "slow";
                /**
                 * Format: date-time
                 * @description When the last event came in
                 */
                lastEventAt: string | null;
                /**
                 * Format: date-time
                 * @description When the newest event happened
                 */
                lastEventTime: string | null;
                /** @description Events of the last seven days, as often as they came */
                received: number;
                /** @description Of them those that had come before */
                duplicate: number;
                lag: {
                    /** @description From the event to its arrival here */
                    deliveryP50Seconds: number | null;
                    /** @description From the arrival to its end */
                    settledP50Seconds: number | null;
                    settledP99Seconds: number | null;
                } | null;
                /** @description Of the last 2,000 events */
                failed: number;
                /** @description Resources that are to be described */
                waiting: number;
                oldestWaitingSeconds: number | null;
                /** @description A service with unannounced changes has a broken rule in the account */
                coverage: {
                    service: string;
                    /** @description Changes of the last seven days that an event told */
                    announced: number;
                    /** @description Changes that only a scan has found */
                    unannounced: number;
                    /** @description Percent */
                    coverage: number | null;
                }[];
            }[];
            queues: {
                /** @description For the platform key */
                queueUrl: string | null;
                visible: number | null;
                inFlight: number | null;
                dlqDepth: number | null;
                error: string | null;
            }[];
            /** @description For the platform key: accounts that no tenant has registered; `-` where a message names none */
            unowned?: {
                accountId: string;
                /** @description Events of the last seven days, as often as they came */
                received: number;
                /** @description Of them those that had come before */
                duplicate: number;
                /** @description Of them those of accounts that no tenant has registered */
                refused: number;
                /** @description Messages that are no events, beside them */
                poison: number;
                /** Format: date-time */
                lastEventAt: string;
            }[];
        };
        EventRule: {
            id: string;
            tenantId: string;
            name: string;
            description: string | null;
            pattern: {
                [key: string]: unknown;
            };
            /** @description As it was saved */
            action: {
                [key: string]: unknown;
            };
            enabled: boolean;
            /** @description One that every tenant has from the start */
            isDefault: boolean;
            /** @description Counts its changes */
            version: number;
            createdBy: string;
            /** @description In whose name it acts */
            savedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description The newest */
            lastRun: components["schemas"]["EventRuleRun"] | null;
        };
        EventRuleRun: {
            runId: string;
            ruleId: string;
            /** @description Of the event (GET /events/{id}), or of a fact of the service */
            sourceId: string;
            /** @enum {string} */
            status: "queued" | "succeeded" | "failed" | "skipped";
            /** @description What was started: an execution, scan, task, invocation, message or notification */
            result: {
                type: string;
                id: string;
            } | null;
            /** @description Why it failed, or was skipped */
            error: string | null;
            correlationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
        };
        /**
         * @example {
         *       "name": "Root has signed in",
         *       "pattern": {
         *         "detail-type": [
         *           "AWS Console Sign In via CloudTrail"
         *         ],
         *         "detail": {
         *           "userIdentity": {
         *             "type": [
         *               "Root"
         *             ]
         *           }
         *         }
         *       },
         *       "action": {
         *         "type": "notify"
         *       }
         *     }
         */
        SaveEventRule: {
            tenantId?: string;
            name: string;
            /** @default null */
            description?: string | null;
            /** @description EventBridge's event pattern language; 4,096 characters at most. Own facts have the source compliance-shepherd */
            pattern: {
                [key: string]: unknown;
            };
            /** @description What is done about each event that matches */
            action: {
                /** @enum {string} */
                type: "workflow";
                /** @description See GET /workflows/definitions */
                workflowType?: string;
                stateMachineName?: string;
                /** @default {} */
                parameters?: {
                    [key: string]: unknown;
                };
                /**
                 * @description Parameters taken from the event; what it lacks is left out
                 * @default {}
                 */
                inputPaths?: {
                    [key: string]: string;
                };
            } | {
                /** @enum {string} */
                type: "scan-resource";
            } | {
                /** @description Registered accounts; all when left out */
                accountIds?: string[] | null;
                /** @description All regions of the account when left out */
                regions?: string[] | null;
                /** @description All services when left out */
                services?: ("ec2" | "s3" | "iam" | "rds" | "kms" | "cloudtrail" | "config" | "guardduty" | "securityhub" | "accessanalyzer" | "lambda" | "sns" | "sqs" | "secretsmanager" | "ecr" | "dynamodb" | "logs" | "cloudwatch" | "efs" | "elb" | "acm" | "ssm")[] | null;
                /** @description These resources of the inventory alone, each described anew */
                resourceArns?: string[] | null;
                /** @description Resources that have all of these tags */
                tags?: {
                    [key: string]: string;
                } | null;
                /** @description What these controls need, and no more */
                controls?: string[] | null;
                /** @description The controls of these frameworks */
                frameworks?: string[] | null;
                /** @enum {string} */
                scanType?: "full" | "security" | "compliance" | "cost" | "targeted" | "reassessment" | "incremental";
                /** @enum {string} */
                type: "scan";
            } | {
                /** @enum {string} */
                type: "notify";
                /**
                 * @description Emails, channels or SNS topics; none: those that the notification rules say
                 * @default []
                 */
                targets?: string[];
            } | {
                /** @enum {string} */
                type: "sns";
                topicArn: string;
            } | {
                /** @enum {string} */
                type: "lambda";
                functionName: string;
            };
            /** @default true */
            enabled?: boolean;
        };
        /**
         * @example {
         *       "pattern": {
         *         "source": [
         *           {
         *             "prefix": "aws."
         *           }
         *         ]
         *       },
         *       "event": {
         *         "source": "aws.s3"
         *       }
         *     }
         */
        TestEventRule: {
            tenantId?: string;
            /** @description Any JSON: what is wrong with it is the answer */
            pattern?: unknown;
            ruleId?: string;
            /** @description As EventBridge delivers it */
            event: {
                [key: string]: unknown;
            };
        };
        EventRuleTrial: {
            matches: boolean;
            /** @description Of a pattern that is none */
            problems?: {
                path: string;
                message: string;
            }[];
        };
        /**
         * @example {
         *       "name": "Root has acted",
         *       "pattern": {
         *         "detail": {
         *           "userIdentity": {
         *             "type": [
         *               "Root"
         *             ]
         *           }
         *         }
         *       },
         *       "action": {
         *         "type": "notify"
         *       }
         *     }
         */
        ChangeEventRule: {
            tenantId?: string;
            name: string;
            /** @default null */
            description?: string | null;
            /** @description EventBridge's event pattern language; 4,096 characters at most. Own facts have the source compliance-shepherd */
            pattern: {
                [key: string]: unknown;
            };
            /** @description What is done about each event that matches */
            action: {
                /** @enum {string} */
                type: "workflow";
                /** @description See GET /workflows/definitions */
                workflowType?: string;
                stateMachineName?: string;
                /** @default {} */
                parameters?: {
                    [key: string]: unknown;
                };
                /**
                 * @description Parameters taken from the event; what it lacks is left out
                 * @default {}
                 */
                inputPaths?: {
                    [key: string]: string;
                };
            } | {
                /** @enum {string} */
                type: "scan-resource";
            } | {
                /** @description Registered accounts; all when left out */
                accountIds?: string[] | null;
                /** @description All regions of the account when left out */
                regions?: string[] | null;
                /** @description All services when left out */
                services?: ("ec2" | "s3" | "iam" | "rds" | "kms" | "cloudtrail" | "config" | "guardduty" | "securityhub" | "accessanalyzer" | "lambda" | "sns" | "sqs" | "secretsmanager" | "ecr" | "dynamodb" | "logs" | "cloudwatch" | "efs" | "elb" | "acm" | "ssm")[] | null;
                /** @description These resources of the inventory alone, each described anew */
                resourceArns?: string[] | null;
                /** @description Resources that have all of these tags */
                tags?: {
                    [key: string]: string;
                } | null;
                /** @description What these controls need, and no more */
                controls?: string[] | null;
                /** @description The controls of these frameworks */
                frameworks?: string[] | null;
                /** @enum {string} */
                scanType?: "full" | "security" | "compliance" | "cost" | "targeted" | "reassessment" | "incremental";
                /** @enum {string} */
                type: "scan";
            } | {
                /** @enum {string} */
                type: "notify";
                /**
                 * @description Emails, channels or SNS topics; none: those that the notification rules say
                 * @default []
                 */
                targets?: string[];
            } | {
                /** @enum {string} */
                type: "sns";
                topicArn: string;
            } | {
                /** @enum {string} */
                type: "lambda";
                functionName: string;
            };
            /** @default true */
            enabled?: boolean;
        } & WithRequired<components["schemas"]["SaveEventRule"], "name" | "pattern" | "action">;
        ExplainedEvent: {
            eventId: string | null;
            eventType: string;
            tenantId: string | null;
            eventSource: string;
            eventName: string;
            /** Format: date-time */
            eventTime: string | null;
            accountId: string | null;
            region: string | null;
            /** @enum {string} */
            disposition: "processed" | "ignored";
            reason: string;
            /** @description What said which resources it changed */
            rule: string | null;
            resources: {
                arn: string;
                /** @enum {string} */
                change: "created" | "changed" | "deleted";
                /** @description The inventory's; null: it holds no such resources */
                type: string | null;
            }[];
            correlationId: string | null;
        };
        Event: {
            id: string;
            /** @description CloudTrail's eventID, else the id of the envelope */
            eventId: string;
            eventType: string;
            tenantId: string | null;
            eventSource: string;
            eventName: string;
            /** Format: date-time */
            eventTime: string;
            /** Format: date-time */
            receivedAt: string;
            accountId: string | null;
            region: string | null;
            /** @enum {string} */
            disposition: "processed" | "stale" | "ignored" | "coalesced" | "retrying" | "failed";
            reason: string;
            /** @description What said which resources it changed */
            rule: string | null;
            resources: {
                arn: string;
                /** @enum {string} */
                change: "created" | "changed" | "deleted";
                /** @description The inventory's; null: it holds no such resources */
                type: string | null;
            }[];
            correlationId: string;
        };
        EventWithDetails: {
            id: string;
            /** @description CloudTrail's eventID, else the id of the envelope */
            eventId: string;
            eventType: string;
            tenantId: string | null;
            eventSource: string;
            eventName: string;
            /** Format: date-time */
            eventTime: string;
            /** Format: date-time */
            receivedAt: string;
            accountId: string | null;
            region: string | null;
            /** @enum {string} */
            disposition: "processed" | "stale" | "ignored" | "coalesced" | "retrying" | "failed";
            reason: string;
            /** @description What said which resources it changed */
            rule: string | null;
            resources: {
                arn: string;
                /** @enum {string} */
                change: "created" | "changed" | "deleted";
                /** @description The inventory's; null: it holds no such resources */
                type: string | null;
            }[];
            correlationId: string;
            /** @description How each resource ended, by its ARN */
            outcomes: {
                [key: string]: {
                    /** @enum {string} */
                    disposition: "processed" | "stale" | "ignored" | "coalesced" | "retrying" | "failed";
                    reason: string;
                } & {
                    [key: string]: unknown;
                };
            };
            /** @description Who did it, from where and with what */
            who: {
                [key: string]: unknown;
            } | null;
            /** @description A fix of this service caused it */
            isOwn: boolean;
            /** Format: date-time */
            settledAt: string | null;
            /** @description What event rules did about it */
            ruleRuns: {
                id: string;
                ruleId: string;
                status: string;
            }[];
            /** @description As EventBridge delivers it */
            event: {
                [key: string]: unknown;
            };
        };
        Fixes: {
            items: components["schemas"]["Fix"][];
            /**
             * @description All are in one answer
             * @enum {string|null}
             */
            nextCursor: null;
        };
        Fix: {
            fixId: string;
            /** @description What it does */
            title: string;
            /** @description Those that it makes pass */
            controls: string[];
            resourceType: string;
            /** @description What cannot be brought back; null: all of it can */
            loses: string | null;
            /** @description IAM actions that the role which changes needs for it */
            permissions: string[];
        };
        Guardrails: {
            /** @description `*`: all accounts */
            accountId: string;
            /** @description false: the account was removed since */
            registered: boolean;
            /** @description Its own; null: none */
            settings: components["schemas"]["GuardrailSettings"] | null;
            /** @description Counts their changes; 0: none */
            version: number;
            savedBy: string | null;
            /** Format: date-time */
            savedAt: string | null;
            /** @description What holds */
            effective: {
                /** @description Nothing is changed in an account that is not enabled */
                enabled: boolean;
                /** @description Ids of fixes; null: all */
                allowedFixes: string[] | null;
                regions: string[] | null;
                /** @description When changes may be made; null: at any time */
                hours: {
                    timezone: string;
                    /** @description On which it begins */
                    days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                    from: string;
                    /** @description Where it is not later than `from`: of the day after */
                    to: string;
                }[] | null;
                /** @description A resource with one of these is not changed; the tags of the tenant's settings count beside */
                exemptTags: {
                    key: string;
                    /** @description Left out: any value */
                    value?: string;
                }[];
                /** @description That are begun in the account within any 60 minutes */
                maxChangesPerHour: number;
                /** @description Of the account, in one remediation */
                maxResourcesPerRemediation: number;
                approval: {
                    /** @description Each change is approved, also where who starts it asks for no approval */
                    always: boolean;
                    /** @description 1: approvers; 2: then admins too */
                    levels: 1 | 2;
                    /** @description How many different people at each level */
                    quorum: number;
                };
                /** @description By fix id: what the fix takes */
                fixSettings: {
                    [key: string]: {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Whose each field of `effective` is: the account itself, `*` or `default` */
            origins: {
                [key: string]: string;
            };
        };
        /** @description A field that is left out is as it is for all accounts (`*`), or by default */
        GuardrailSettings: {
            /** @description Nothing is changed in an account that is not enabled */
            enabled?: boolean;
            /** @description Ids of fixes; null: all */
            allowedFixes?: string[] | null;
            /** @description null: all. What lies in no region, such as IAM, is never kept out by it: allowedFixes does that */
            regions?: string[] | null;
            /** @description When changes may be made; null: at any time */
            hours?: {
                timezone: string;
                /** @description On which it begins */
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                from: string;
                /** @description Where it is not later than `from`: of the day after */
                to: string;
            }[] | null;
            /** @description A resource with one of these is not changed; the tags of the tenant's settings count beside */
            exemptTags?: {
                key: string;
                /** @description Left out: any value */
                value?: string;
            }[];
            /** @description That are begun in the account within any 60 minutes */
            maxChangesPerHour?: number;
            /** @description Of the account, in one remediation */
            maxResourcesPerRemediation?: number;
            approval?: {
                /** @description Each change is approved, also where who starts it asks for no approval */
                always?: boolean;
                /** @description 1: approvers; 2: then admins too */
                levels?: 1 | 2;
                /** @description How many different people at each level */
                quorum?: number;
            };
            /** @description By fix id: what the fix takes */
            fixSettings?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        };
        /**
         * @description Replaces what was set
         * @example {
         *       "enabled": true,
         *       "allowedFixes": [
         *         "s3_bucket_level_public_access_block"
         *       ],
         *       "hours": [
         *         {
         *           "timezone": "Europe/Berlin",
         *           "days": [
         *             "mon",
         *             "tue",
         *             "wed",
         *             "thu"
         *           ],
         *           "from": "22:00",
         *           "to": "04:00"
         *         }
         *       ],
         *       "maxChangesPerHour": 10,
         *       "approval": {
         *         "levels": 2
         *       }
         *     }
         */
        SaveGuardrails: {
            /** @description Nothing is changed in an account that is not enabled */
            enabled?: boolean;
            /** @description Ids of fixes; null: all */
            allowedFixes?: string[] | null;
            /** @description null: all. What lies in no region, such as IAM, is never kept out by it: allowedFixes does that */
            regions?: string[] | null;
            /** @description When changes may be made; null: at any time */
            hours?: {
                timezone: string;
                /** @description On which it begins */
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                from: string;
                /** @description Where it is not later than `from`: of the day after */
                to: string;
            }[] | null;
            /** @description A resource with one of these is not changed; the tags of the tenant's settings count beside */
            exemptTags?: {
                key: string;
                /** @description Left out: any value */
                value?: string;
            }[];
            /** @description That are begun in the account within any 60 minutes */
            maxChangesPerHour?: number;
            /** @description Of the account, in one remediation */
            maxResourcesPerRemediation?: number;
            approval?: {
                /** @description Each change is approved, also where who starts it asks for no approval */
                always?: boolean;
                /** @description 1: approvers; 2: then admins too */
                levels?: 1 | 2;
                /** @description How many different people at each level */
                quorum?: number;
            };
            /** @description By fix id: what the fix takes */
            fixSettings?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            tenantId?: string;
            /** @description That it changes, 0 for none: another one there is a conflict */
            version?: number;
        };
        KillSwitch: {
            /** @description Nothing is called that changes an account */
            engaged: boolean;
            reason: string | null;
            changedBy: string | null;
            /** Format: date-time */
            changedAt: string | null;
        };
        /**
         * @example {
         *       "engaged": true,
         *       "reason": "An application lost its database"
         *     }
         */
        SetKillSwitch: {
            tenantId?: string;
            engaged: boolean;
            reason?: string;
        };
        /**
         * @example {
         *       "findingIds": [
         *         "fnd_0198c7d2a1b27c3d8e4f5a6b7c8d9e0f"
         *       ]
         *     }
         */
        PlanRemediation: {
            tenantId?: string;
            findingIds: string[];
        };
        RemediationPlan: {
            /** Format: date-time */
            plannedAt: string;
            /** @description In the order in which they are made */
            items: {
                findingId: string;
                controlId: string;
                /** @enum {string} */
                status: "planned" | "refused" | "unneeded";
                /** @description Why nothing is planned */
                reason: string | null;
                note: string | null;
                resource: {
                    arn: string;
                    type: string;
                    accountId: string;
                    region: string;
                    tags: {
                        [key: string]: string;
                    };
                };
                fixId: string | null;
                title: string | null;
                /** @description What will be other than before */
                words: string[];
                /** @description In this order */
                calls: {
                    service: string;
                    operation: string;
                    region: string;
                    /** @description `$result`: what an earlier call answers; `$mark`: our own tag */
                    input: {
                        [key: string]: unknown;
                    };
                }[];
                reversible: boolean | null;
                /** @description What cannot be brought back */
                loses: string | null;
                permissions: {
                    /** @description false: IAM does not say what the role may do */
                    known: boolean;
                    /** @description IAM actions that the role lacks */
                    missing: string[];
                } | null;
            }[];
            planned: number;
            refused: number;
            unneeded: number;
            /** @description That it needs where no approval is asked for; the default is to ask */
            approval: {
                required: boolean;
                /** @description One after another */
                levels: number[];
                quorum: number;
                why: string[];
            };
            blastRadius: {
                resources: number;
                limit: number;
                /** @description Why it is too much for one remediation; none: it is not */
                refusals: string[];
            };
        };
        /**
         * @example {
         *       "findingIds": [
         *         "fnd_0198c7d2a1b27c3d8e4f5a6b7c8d9e0f"
         *       ],
         *       "dryRun": true
         *     }
         */
        StartRemediation: {
            tenantId?: string;
            findingIds: string[];
            /**
             * @description false: people are asked only where guardrails want it, or something cannot be taken back
             * @default true
             */
            approvalRequired?: boolean;
            /**
             * @description It is planned, and nothing is changed
             * @default false
             */
            dryRun?: boolean;
            /**
             * @description Whether one that fails takes back the others
             * @default true
             */
            restoreOnFailure?: boolean;
            /** @default [] */
            notificationTargets?: string[];
            /** @description Kept as it is claimed */
            startedBy?: string;
        };
        StartedRemediation: {
            remediationId: string;
            executionArn: string;
            executionName: string;
            /**
             * @description planned: a dry run. refused: nothing of it may be done. restored: it failed and was taken back. stopped: by the kill switch. aborted: its workflow was stopped
             * @enum {string}
             */
            status: "planning" | "waiting_for_approval" | "validating" | "applying" | "restoring" | "planned" | "rejected" | "refused" | "completed" | "failed" | "restored" | "stopped" | "aborted" | "rolling_back" | "rolled_back" | "rollback_failed";
        };
        RemediationSummary: {
            remediationId: string;
            tenantId: string;
            /**
             * @description planned: a dry run. refused: nothing of it may be done. restored: it failed and was taken back. stopped: by the kill switch. aborted: its workflow was stopped
             * @enum {string}
             */
            status: "planning" | "waiting_for_approval" | "validating" | "applying" | "restoring" | "planned" | "rejected" | "refused" | "completed" | "failed" | "restored" | "stopped" | "aborted" | "rolling_back" | "rolled_back" | "rollback_failed";
            reason: string | null;
            findingIds: string[];
            dryRun: boolean;
            /** @description As it was asked for; approval says what the plan needs */
            approvalRequired: boolean;
            restoreOnFailure: boolean;
            notificationTargets: string[];
            /** @description How often it was planned; 0: not yet */
            planVersion: number;
            /** @description Changes by status */
            counts: {
                [key: string]: number;
            };
            requestedBy: string;
            executionId: string;
            /** @description null: the execution is not kept any more */
            executionArn: string | null;
            correlationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
        };
        Remediation: {
            remediationId: string;
            tenantId: string;
            /**
             * @description planned: a dry run. refused: nothing of it may be done. restored: it failed and was taken back. stopped: by the kill switch. aborted: its workflow was stopped
             * @enum {string}
             */
            status: "planning" | "waiting_for_approval" | "validating" | "applying" | "restoring" | "planned" | "rejected" | "refused" | "completed" | "failed" | "restored" | "stopped" | "aborted" | "rolling_back" | "rolled_back" | "rollback_failed";
            reason: string | null;
            findingIds: string[];
            dryRun: boolean;
            /** @description As it was asked for; approval says what the plan needs */
            approvalRequired: boolean;
            restoreOnFailure: boolean;
            notificationTargets: string[];
            /** @description How often it was planned; 0: not yet */
            planVersion: number;
            /** @description Changes by status */
            counts: {
                [key: string]: number;
            };
            requestedBy: string;
            executionId: string;
            /** @description null: the execution is not kept any more */
            executionArn: string | null;
            correlationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            approval: {
                /** @description It waits for people now */
                required: boolean;
                levels: number[];
                quorum: number;
                why: string[];
            } | null;
            approvals: {
                approvalId: string;
                status: string;
                level: number;
                quorum: number;
                title: string;
                /** @description Of the plan that it is about */
                planVersion: number | null;
                expired: boolean;
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                expiresAt: string;
                /** Format: date-time */
                decidedAt: string | null;
                decisions: {
                    decision: string;
                    decidedBy: string;
                    comment: string | null;
                    /** Format: date-time */
                    decidedAt: string;
                }[];
            }[];
            /** @description In the order in which they were planned */
            changes: {
                changeId: string;
                /** @enum {string} */
                status: "planned" | "refused" | "unneeded" | "applying" | "applied" | "verified" | "failed" | "stopped" | "restoring" | "restored" | "restore_failed";
                reason: string | null;
                planVersion: number;
                fixId: string;
                findingId: string | null;
                controlId: string | null;
                accountId: string;
                region: string;
                resourceArn: string;
                resourceType: string;
                title: string | null;
                /** @description What will be, or is, other than before */
                words: string[];
                /** @description What cannot be brought back */
                loses: string | null;
                plannedCalls: {
                    service: string;
                    operation: string;
                    region: string;
                    input: unknown;
                }[];
                /** @description Those that were made, or begun */
                calls: {
                    service: string;
                    operation: string;
                    region: string;
                    input: unknown;
                    /** @description apply | restore; restore-1 …: of restorings that failed before */
                    phase: string;
                    seq: number;
                    /** @enum {string} */
                    status: "started" | "done" | "failed";
                    error: {
                        code: string;
                        message: string;
                    } | null;
                    attempts: number;
                    /** Format: date-time */
                    startedAt: string;
                    /** Format: date-time */
                    endedAt: string | null;
                }[];
                /** @description How the resource was, as AWS said */
                before: unknown;
                /** @description How the fix has left it */
                after: unknown;
                /** @description By what it ended: the control about a new reading, a call that failed … */
                verdict: unknown;
                /** Format: date-time */
                startedAt: string | null;
                /** Format: date-time */
                appliedAt: string | null;
                /** Format: date-time */
                restoredAt: string | null;
            }[];
            rollback: {
                requestedBy: string;
                requestedAt: string;
                reason: string | null;
                force: boolean;
                /** @description What could not be taken back */
                left: {
                    changeId: string;
                    resourceArn: string;
                    reason: string;
                    isIrreversible: boolean;
                }[];
            } | null;
        };
        /**
         * @default {}
         * @example {
         *       "dryRun": true
         *     }
         */
        RollbackRemediation: {
            tenantId?: string;
            /**
             * @description Also where somebody has changed a resource since
             * @default false
             */
            force?: boolean;
            /**
             * @description Answers what would be called
             * @default false
             */
            dryRun?: boolean;
            reason?: string;
        };
        RemediationRollback: {
            remediationId: string;
            /**
             * @description planned: a dry run. refused: nothing of it may be done. restored: it failed and was taken back. stopped: by the kill switch. aborted: its workflow was stopped
             * @enum {string}
             */
            status: "planning" | "waiting_for_approval" | "validating" | "applying" | "restoring" | "planned" | "rejected" | "refused" | "completed" | "failed" | "restored" | "stopped" | "aborted" | "rolling_back" | "rolled_back" | "rollback_failed";
            dryRun: boolean;
            /** @description The last first */
            changes: {
                changeId: string;
                resourceArn: string;
                /** @description null: only a dry run asks for them */
                calls: {
                    service: string;
                    operation: string;
                    region: string;
                    input: unknown;
                }[] | null;
                /** @description Somebody has changed the resource since */
                movedOn: string | null;
            }[];
            /** @description What stays as it is */
            irreversible: {
                changeId: string;
                resourceArn: string;
                reason: string;
                isIrreversible: boolean;
            }[];
        };
        /**
         * @example {
         *       "incidentType": "compromised-key",
         *       "severity": "high",
         *       "description": "The key was found in a public repository",
         *       "resourceArns": [
         *         "arn:aws:iam::123456789012:user/alice/access-key/AKIAIOSFODNN7EXAMPLE"
         *       ]
         *     }
         */
        ReportIncident: {
            /** @description In words of your own: data-leak, compromised-key … */
            incidentType: string;
            /**
             * @description Left out: as its findings and their resources say
             * @enum {string}
             */
            severity?: "critical" | "high" | "medium" | "low" | "informational";
            /**
             * @description A critical one is contained by the workflow, as far as guardrails allow it
             * @default false
             */
            autoRemediate?: boolean;
            title?: string;
            description?: string;
            /** @default [] */
            findingIds?: string[];
            /**
             * @description What it is about beside the resources of its findings
             * @default []
             */
            resourceArns?: string[];
            /** @description Then it is escalated; left out: 15 where it is critical, 60 where it is high, else 240 */
            acknowledgeWithinMinutes?: number;
            /** @default [] */
            notificationTargets?: string[];
            tenantId?: string;
            /** @description Kept as it is claimed */
            startedBy?: string;
        };
        ReportedIncident: {
            /** @description It is there as soon as it is classified; where it joins an open one, that one is answered */
            incidentId: string;
            executionId: string;
            executionArn: string;
            executionName: string;
            /** @description The workflow's */
            status: string;
        };
        IncidentItem: {
            id: string;
            tenantId: string;
            incidentType: string;
            title: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            /** @enum {string} */
            response: "immediate" | "urgent" | "standard";
            /** @enum {string} */
            status: "open" | "acknowledged" | "contained" | "released" | "closed";
            /**
             * @description What changes its resources now
             * @enum {string|null}
             */
            underWay: "containing" | "releasing" | null;
            resourceArns: string[];
            findingIds: string[];
            autoRemediate: boolean;
            /** @description Of the workflow that opened it */
            executionId: string;
            /** @description null: the execution is not kept any more */
            executionArn: string | null;
            /**
             * Format: date-time
             * @description Then it is escalated, if nobody has acknowledged it
             */
            acknowledgeBy: string;
            escalationLevel: number;
            requestedBy: string;
            acknowledgedBy: string | null;
            /** Format: date-time */
            acknowledgedAt: string | null;
            containedBy: string | null;
            /** Format: date-time */
            containedAt: string | null;
            releasedBy: string | null;
            /** Format: date-time */
            releasedAt: string | null;
            closedBy: string | null;
            /** Format: date-time */
            closedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Incident: {
            id: string;
            tenantId: string;
            incidentType: string;
            title: string;
            /** @enum {string} */
            severity: "critical" | "high" | "medium" | "low" | "informational";
            /** @enum {string} */
            response: "immediate" | "urgent" | "standard";
            /** @enum {string} */
            status: "open" | "acknowledged" | "contained" | "released" | "closed";
            /**
             * @description What changes its resources now
             * @enum {string|null}
             */
            underWay: "containing" | "releasing" | null;
            resourceArns: string[];
            findingIds: string[];
            autoRemediate: boolean;
            /** @description Of the workflow that opened it */
            executionId: string;
            /** @description null: the execution is not kept any more */
            executionArn: string | null;
            /**
             * Format: date-time
             * @description Then it is escalated, if nobody has acknowledged it
             */
            acknowledgeBy: string;
            escalationLevel: number;
            requestedBy: string;
            acknowledgedBy: string | null;
            /** Format: date-time */
            acknowledgedAt: string | null;
            containedBy: string | null;
            /** Format: date-time */
            containedAt: string | null;
            releasedBy: string | null;
            /** Format: date-time */
            releasedAt: string | null;
            closedBy: string | null;
            /** Format: date-time */
            closedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            description: string | null;
            /** @description Why it has this severity */
            reasons: string[];
            notificationTargets: string[];
            /** @description Its timeline */
            entries: {
                id: string;
                /** Format: date-time */
                at: string;
                what: string;
                /** @description null: the workflow */
                who: string | null;
                details: unknown;
            }[];
            evidence: {
                id: string;
                resourceArn: string;
                /** @enum {string} */
                kind: "configuration" | "timeline" | "findings" | "volume_snapshot";
                /** @description Of a volume's snapshot: the volume */
                part: string;
                /** @enum {string} */
                status: "taking" | "taken" | "missing";
                /** @description Why it is missing */
                reason: string | null;
                /** @description SHA-256 of the content */
                hash: string | null;
                snapshotId: string | null;
                /** Format: date-time */
                takenAt: string | null;
            }[];
            containments: {
                id: string;
                fixId: string;
                resourceArn: string;
                accountId: string;
                region: string;
                status: string;
                reason: string | null;
                /** @description What is, or will be, other than before */
                words: string[];
                planVersion: number;
                before: unknown;
                after: unknown;
                /** Format: date-time */
                startedAt: string | null;
                /** Format: date-time */
                appliedAt: string | null;
                /** Format: date-time */
                restoredAt: string | null;
                /** @description Those that were made, or begun */
                calls: {
                    phase: string;
                    service: string;
                    operation: string;
                    region: string;
                    input: unknown;
                    status: string;
                    error: unknown;
                    attempts: number;
                    /** Format: date-time */
                    startedAt: string;
                    /** Format: date-time */
                    endedAt: string | null;
                }[];
            }[];
            /** @description When it is closed */
            report: {
                outcome: string;
                summary: string;
                closedBy: string;
                secondsToAcknowledge: number | null;
                secondsToContain: number | null;
                secondsToRelease: number | null;
                secondsToClose: number;
                escalations: number;
                keptContained: boolean;
                actions: {
                    at: string;
                    what: string;
                    who: string | null;
                }[];
                containments: {
                    fixId: string;
                    resourceArn: string;
                    status: string;
                }[];
            } | null;
        };
        IncidentEvidence: {
            id: string;
            resourceArn: string;
            /** @enum {string} */
            kind: "configuration" | "timeline" | "findings" | "volume_snapshot";
            /** @description Of a volume's snapshot: the volume */
            part: string;
            /** @enum {string} */
            status: "taking" | "taken" | "missing";
            /** @description Why it is missing */
            reason: string | null;
            /** @description SHA-256 of the content */
            hash: string | null;
            snapshotId: string | null;
            /** Format: date-time */
            takenAt: string | null;
            content: unknown;
        };
        /**
         * @default {}
         * @example {}
         */
        AcknowledgeIncident: {
            tenantId?: string;
        };
        /**
         * @default {}
         * @example {
         *       "dryRun": true
         *     }
         */
        ContainIncident: {
            tenantId?: string;
            /** @description Of the incident's own; left out: all */
            resourceArns?: string[];
            /**
             * @description Says what would be done, and does nothing
             * @default false
             */
            dryRun?: boolean;
        };
        IncidentContainment: {
            incidentId: string;
            dryRun: boolean;
            planVersion: number | null;
            /** @description What guardrails ask for: who asks for the containment counts as one of them */
            approval: {
                required: boolean;
                levels: number[];
                quorum: number;
                why: string[];
            };
            changes: {
                fixId: string;
                resourceArn: string;
                accountId: string;
                region: string;
                status: string;
                reason: string | null;
                /** @description What is, or will be, other than before */
                words: string[];
                calls: {
                    service: string;
                    operation: string;
                    input: unknown;
                }[];
            }[];
        };
        /**
         * @default {}
         * @example {
         *       "reason": "It was a false alarm"
         *     }
         */
        ReleaseIncident: {
            tenantId?: string;
            /**
             * @description Also where somebody has changed a resource since
             * @default false
             */
            force?: boolean;
            reason?: string;
        };
        IncidentRelease: {
            incidentId: string;
            changes: {
                id: string;
                fixId: string;
                resourceArn: string;
            }[];
        };
        /**
         * @example {
         *       "summary": "The key was rotated, nothing was read",
         *       "outcome": "resolved"
         *     }
         */
        CloseIncident: {
            tenantId?: string;
            summary: string;
            /** @enum {string} */
            outcome: "resolved" | "false_positive" | "accepted_risk" | "duplicate";
            /**
             * @description Leaves its resources cut off
             * @default false
             */
            keepContained?: boolean;
        };
        PatchCompliance: {
            instanceId: string;
            resourceArn: string;
            name: string;
            accountId: string;
            region: string;
            platform: string | null;
            pingStatus: string | null;
            /** @enum {string} */
            status: "compliant" | "non_compliant" | "unknown";
            reason: string | null;
            installed: number | null;
            missing: number | null;
            failed: number | null;
            pendingReboot: number | null;
            /** @description Of those that close an open vulnerability */
            missingBySeverity: {
                [key: string]: number;
            };
            /** @description When Patch Manager last looked at it */
            lastScanAt: string | null;
            /**
             * Format: date-time
             * @description When a scan last read this
             */
            lastSeenAt: string;
        };
        PatchInstallation: {
            id: string;
            tenantId: string;
            executionId: string;
            correlationId: string;
            /** @enum {string} */
            status: "planning" | "running" | "completed" | "completed_with_failures" | "failed" | "stopped" | "refused";
            reason: string | null;
            requestedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
        };
        /**
         * @example {
         *       "approvedPatches": [
         *         {
         *           "patchId": "openssl.x86_64",
         *           "instanceId": "i-0123456789abcdef0",
         *           "accountId": "123456789012",
         *           "region": "eu-west-1",
         *           "severity": "critical",
         *           "cveIds": [
         *             "CVE-2026-0001"
         *           ]
         *         }
         *       ],
         *       "options": {
         *         "batchPercent": 25,
         *         "healthCheck": {
         *           "ssmCommand": "systemctl is-active web"
         *         }
         *       }
         *     }
         */
        StartPatchInstallation: {
            tenantId?: string;
            approvedPatches: {
                /** @description A KB, or a package as Patch Manager lists it */
                patchId: string;
                instanceId: string;
                accountId: string;
                region: string;
                /**
                 * @default medium
                 * @enum {string}
                 */
                severity?: "critical" | "high" | "medium" | "low" | "informational" | "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "INFORMATIONAL";
                /** @default [] */
                cveIds?: string[];
                resourceArn?: string;
            }[];
            correlationId?: string;
            /** @description The same name and request while it runs is the same installation */
            executionName?: string;
            /** @default {} */
            options?: {
                batchSize?: number;
                /** @description Of all instances; default 25 without batchSize */
                batchPercent?: number;
                /**
                 * @description Instances of a batch at a time
                 * @default 10
                 */
                maxConcurrent?: number;
                /**
                 * @description One more, and no other batch begins
                 * @default 0
                 */
                maxFailedBatches?: number;
                /** @description The same as a share of all batches */
                failureThresholdPercent?: number;
                /**
                 * @default RebootIfNeeded
                 * @enum {string}
                 */
                rebootOption?: "RebootIfNeeded" | "NoReboot";
                /**
                 * @default ebs
                 * @enum {string}
                 */
                snapshot?: "ebs" | "ami" | "none";
                /** @default 7 */
                keepSnapshotsDays?: number;
                /** @default {} */
                healthCheck?: {
                    /** @description Asked from the instance itself; {privateIp} is its own address. Any 2xx is well */
                    httpUrl?: string;
                    /** @description Run on the instance by a shell (Windows: PowerShell). The exit code 0 is well */
                    ssmCommand?: string;
                };
                /**
                 * @example {
                 *       "timezone": "Europe/Berlin",
                 *       "days": [
                 *         "sat",
                 *         "sun"
                 *       ],
                 *       "from": "22:00",
                 *       "to": "04:00"
                 *     }
                 */
                maintenanceWindow?: {
                    timezone: string;
                    days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                    from: string;
                    to: string;
                };
                /** @default true */
                rollback?: boolean;
                /**
                 * @description Before health is looked at
                 * @default 60
                 */
                settleSeconds?: number;
                /** @description A list of patches that stands for the baseline; the instance must be allowed to read it */
                installOverrideList?: string;
            };
        };
        StartedPatchInstallation: {
            executionId: string;
            executionName: string;
            status: string;
            correlationId: string;
        };
        PatchInstallationPreview: {
            /** @description Of its patches there are some that nobody has approved yet */
            needsApproval: boolean;
            batches: {
                seq: number;
                accountId: string;
                region: string;
                zone: string | null;
                instances: {
                    instanceId: string;
                    groups: string[];
                    patches: {
                        patchId: string;
                        severity: string;
                        cveIds: string[];
                    }[];
                    notes: string[];
                }[];
            }[];
            refused: {
                instanceId: string;
                accountId: string;
                region: string;
                reason: string;
            }[];
        };
        PatchInstallationWithBatches: {
            id: string;
            tenantId: string;
            executionId: string;
            correlationId: string;
            /** @enum {string} */
            status: "planning" | "running" | "completed" | "completed_with_failures" | "failed" | "stopped" | "refused";
            reason: string | null;
            requestedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            endedAt: string | null;
            progress: {
                total: number;
                succeeded: number;
                failed: number;
                notStarted: number;
                /** @description Of all batches: those that are over */
                percent: number;
                /** @description Of all batches, per cent: those that succeeded */
                successRate: number;
            };
            options: {
                [key: string]: unknown;
            };
            /** @description Who has approved it; null: nobody had to */
            approval: unknown;
            batches: {
                id: string;
                seq: number;
                accountId: string;
                region: string;
                zone: string | null;
                /** @enum {string} */
                status: "pending" | "not_started" | "snapshotting" | "installing" | "validating" | "succeeded" | "rolling_back" | "rolled_back" | "rollback_failed" | "failed" | "stopped";
                reason: string | null;
                /** Format: date-time */
                startedAt: string | null;
                /** Format: date-time */
                endedAt: string | null;
            }[];
            refused: {
                instanceId: string;
                accountId: string;
                region: string;
                reason: string | null;
            }[];
        };
        PatchBatch: {
            id: string;
            seq: number;
            accountId: string;
            region: string;
            zone: string | null;
            /** @enum {string} */
            status: "pending" | "not_started" | "snapshotting" | "installing" | "validating" | "succeeded" | "rolling_back" | "rolled_back" | "rollback_failed" | "failed" | "stopped";
            reason: string | null;
            /** Format: date-time */
            startedAt: string | null;
            /** Format: date-time */
            endedAt: string | null;
            installationId: string;
            /** @description How often people have asked to take it back */
            rollbacks: number;
            instances: {
                id: string;
                instanceId: string;
                zone: string | null;
                groups: string[];
                /** @enum {string} */
                status: "pending" | "refused" | "not_started" | "working" | "patched" | "failed" | "untouched" | "rolling_back" | "rolled_back" | "rollback_failed" | "stopped";
                reason: string | null;
                notes: string[];
                patches: {
                    patchId: string;
                    severity: string;
                    cveIds: string[];
                }[];
                before: {
                    counts: {
                        installed: number;
                        missing: number;
                        failed: number;
                        pendingReboot: number;
                    };
                    /** @description The approved patches, as Systems Manager says */
                    approved: {
                        [key: string]: string;
                    };
                } | null;
                after: {
                    counts: {
                        installed: number;
                        missing: number;
                        failed: number;
                        pendingReboot: number;
                    };
                    /** @description The approved patches, as Systems Manager says */
                    approved: {
                        [key: string]: string;
                    };
                } | null;
                /** @description How it was after it was taken back; no differences: as before */
                restored: {
                    rootVolumeId: string | null;
                    patches: {
                        counts: {
                            installed: number;
                            missing: number;
                            failed: number;
                            pendingReboot: number;
                        };
                        /** @description The approved patches, as Systems Manager says */
                        approved: {
                            [key: string]: string;
                        };
                    } | null;
                    differences: string[];
                } | null;
                health: {
                    instance: string;
                    agent: string;
                    http: {
                        ok: boolean;
                        output: string;
                    } | null;
                    command: {
                        ok: boolean;
                        output: string;
                    } | null;
                    /** @description Those that are not installed */
                    patches: string[];
                } | null;
                /** @description What it can be taken back from */
                kept: {
                    snapshotIds: string[];
                    rootSnapshotId: string | null;
                    imageId: string | null;
                } | null;
                calls: {
                    name: string;
                    /** @enum {string} */
                    status: "started" | "done" | "failed";
                    attempts: number;
                    /** @description Such as the id of a command */
                    result: unknown;
                    error: string | null;
                    /** Format: date-time */
                    startedAt: string;
                    /** Format: date-time */
                    endedAt: string | null;
                }[];
                /** Format: date-time */
                startedAt: string | null;
                /** Format: date-time */
                endedAt: string | null;
            }[];
        };
        /**
         * @default {}
         * @example {
         *       "reason": "the application does not start with the new library"
         *     }
         */
        RollbackPatchBatch: {
            tenantId?: string;
            /** @description Goes into the audit log */
            reason?: string;
        };
        PatchBatchRollback: {
            batchId: string;
            /** @enum {string} */
            status: "pending" | "not_started" | "snapshotting" | "installing" | "validating" | "succeeded" | "rolling_back" | "rolled_back" | "rollback_failed" | "failed" | "stopped";
        };
        PatchPolicy: {
            /**
             * @description true: patches of critical vulnerabilities are approved without asking anybody
             * @default false
             */
            autoApproveCritical: boolean;
            /**
             * @description The same for others
             * @default []
             */
            autoApproveSeverities: ("high" | "medium" | "low" | "informational")[];
            /**
             * @description Never approved nor asked for; `*` stands for any characters: `kernel*`
             * @default []
             */
            excludedPatches: string[];
            /**
             * @description true: what is approved is installed by patch-installation, with nobody asking for that
             * @default false
             */
            installAfterApproval: boolean;
            /**
             * @description In which such an installation begins its batches; null: at once
             * @default null
             * @example {
             *       "timezone": "Europe/Berlin",
             *       "days": [
             *         "sat",
             *         "sun"
             *       ],
             *       "from": "22:00",
             *       "to": "04:00"
             *     }
             */
            maintenanceWindow: {
                timezone: string;
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                from: string;
                to: string;
            } | null;
            /**
             * @description What nobody has decided by then is rejected
             * @default 72
             */
            approvalExpiresInHours: number;
            /**
             * @description A scan that sees critical vulnerabilities starts patch-approval
             * @default true
             */
            startOnCritical: boolean;
            tenantId: string;
            /** @description null: nobody has saved one, these are the defaults */
            savedBy: string | null;
            /** Format: date-time */
            savedAt: string | null;
        };
        /**
         * @example {
         *       "autoApproveCritical": true,
         *       "excludedPatches": [
         *         "kernel*"
         *       ]
         *     }
         */
        SavePatchPolicy: {
            /**
             * @description true: patches of critical vulnerabilities are approved without asking anybody
             * @default false
             */
            autoApproveCritical?: boolean;
            /**
             * @description The same for others
             * @default []
             */
            autoApproveSeverities?: ("high" | "medium" | "low" | "informational")[];
            /**
             * @description Never approved nor asked for; `*` stands for any characters: `kernel*`
             * @default []
             */
            excludedPatches?: string[];
            /**
             * @description true: what is approved is installed by patch-installation, with nobody asking for that
             * @default false
             */
            installAfterApproval?: boolean;
            /**
             * @description In which such an installation begins its batches; null: at once
             * @default null
             * @example {
             *       "timezone": "Europe/Berlin",
             *       "days": [
             *         "sat",
             *         "sun"
             *       ],
             *       "from": "22:00",
             *       "to": "04:00"
             *     }
             */
            maintenanceWindow?: {
                timezone: string;
                days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                from: string;
                to: string;
            } | null;
            /**
             * @description What nobody has decided by then is rejected
             * @default 72
             */
            approvalExpiresInHours?: number;
            /**
             * @description A scan that sees critical vulnerabilities starts patch-approval
             * @default true
             */
            startOnCritical?: boolean;
            tenantId?: string;
        };
        PatchApprovalSummary: {
            id: string;
            executionId: string;
            /** @enum {string} */
            kind: "critical" | "standard";
            /** @enum {string} */
            by: "policy" | "people";
            /**
             * @description expired: nobody has decided in time; abandoned: its execution ended without an answer
             * @enum {string}
             */
            status: "pending" | "approved" | "rejected" | "expired" | "abandoned";
            correlationId: string;
            /** @description That the scan has seen */
            vulnerabilityCount: number;
            /** @description A patch counts once for each instance that lacks it */
            patchCount: number;
            instanceCount: number;
            decidedBy: string[];
            /** @description See GET /approvals/{id} */
            approvalId: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            decidedAt: string | null;
            /** Format: date-time */
            publishedAt: string | null;
            installations: {
                /** @description null: it could not be started */
                executionId: string | null;
                executionName: string;
                patchCount: number;
                error: string | null;
            }[] | null;
            /** Format: date-time */
            createdAt: string;
        };
        PatchApproval: {
            id: string;
            executionId: string;
            /** @enum {string} */
            kind: "critical" | "standard";
            /** @enum {string} */
            by: "policy" | "people";
            /**
             * @description expired: nobody has decided in time; abandoned: its execution ended without an answer
             * @enum {string}
             */
            status: "pending" | "approved" | "rejected" | "expired" | "abandoned";
            correlationId: string;
            /** @description That the scan has seen */
            vulnerabilityCount: number;
            /** @description A patch counts once for each instance that lacks it */
            patchCount: number;
            instanceCount: number;
            decidedBy: string[];
            /** @description See GET /approvals/{id} */
            approvalId: string | null;
            /** Format: date-time */
            expiresAt: string | null;
            /** Format: date-time */
            decidedAt: string | null;
            /** Format: date-time */
            publishedAt: string | null;
            installations: {
                /** @description null: it could not be started */
                executionId: string | null;
                executionName: string;
                patchCount: number;
                error: string | null;
            }[] | null;
            /** Format: date-time */
            createdAt: string;
            patches: {
                patchId: string;
                instanceId: string;
                accountId: string;
                region: string;
                /** @enum {string} */
                severity: "critical" | "high" | "medium" | "low" | "informational";
                cveIds: string[];
                resourceArn: string;
            }[];
        };
        NotificationChannel: {
            id: string;
            tenantId: string;
            name: string;
            /** @enum {string} */
            type: "slack" | "email" | "sns" | "webhook" | "eventbridge";
            /** @description Without what is secret; of an address that is, the host */
            config: {
                [key: string]: unknown;
            };
            hasSecret: boolean;
            /** @description The last four characters of it */
            secretHint: string | null;
            enabled: boolean;
            /**
             * @description environment: variables of the service say where it leads
             * @enum {string}
             */
            origin: "api" | "environment";
            /**
             * Format: date-time
             * @description Nothing is sent since then, as nothing would arrive
             */
            pausedAt: string | null;
            pausedReason: string | null;
            createdBy: string;
            savedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * @example {
         *       "name": "Security in Slack",
         *       "type": "slack",
         *       "config": {
         *         "webhookUrl": "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"
         *       }
         *     }
         */
        SaveNotificationChannel: {
            tenantId?: string;
            name: string;
            /** @default true */
            enabled?: boolean;
            /** @enum {string} */
            type: "slack";
            /**
             * @example {
             *       "webhookUrl": "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXX"
             *     }
             */
            config: {
                /** @description Of an incoming webhook */
                webhookUrl?: string;
                /** @description Of a bot with chat:write, in place of webhookUrl: its messages become threads */
                botToken?: string;
                /** @description Of the bot's messages, such as C0123456789 */
                channel?: string;
            };
        } | {
            tenantId?: string;
            name: string;
            /** @default true */
            enabled?: boolean;
            /** @enum {string} */
            type: "email";
            config: {
                to: string[];
            };
        } | {
            tenantId?: string;
            name: string;
            /** @default true */
            enabled?: boolean;
            /** @enum {string} */
            type: "sns";
            config: {
                topicArn: string;
            };
        } | {
            tenantId?: string;
            name: string;
            /** @default true */
            enabled?: boolean;
            /** @enum {string} */
            type: "webhook";
            config: {
                /** @description https; it may hold secrets, so it is not shown again */
                url: string;
                /** @description Signs each message (standardwebhooks.com): whsec_ and base64, or any text */
                secret: string;
            };
        } | {
            tenantId?: string;
            name: string;
            /** @default true */
            enabled?: boolean;
            /** @enum {string} */
            type: "eventbridge";
            config: {
                eventBusName: string;
                /** @description Left out: the service's own */
                region?: string;
                /** @description Left out: the account of the service */
                accountId?: string;
            };
        };
        /**
         * @example {
         *       "enabled": false
         *     }
         */
        ChangeNotificationChannel: {
            tenantId?: string;
            name?: string;
            /**
             * @description Cannot be changed
             * @enum {string}
             */
            type?: "slack" | "email" | "sns" | "webhook" | "eventbridge";
            /** @description Fields of it that are left out stay, secrets as well */
            config?: {
                [key: string]: unknown;
            };
            enabled?: boolean;
        };
        /**
         * @example {
         *       "channel": "slack"
         *     }
         */
        TestNotificationChannel: {
            tenantId?: string;
            /** @description Its id or name */
            channel: string;
        };
        NotificationChannelTrial: {
            ok: boolean;
            channelId: string;
            /** @description As the receiver was given it */
            deliveryId: string;
            /** @description What the receiver calls the message */
            providerId: string | null;
            /** @description What the receiver said */
            error: string | null;
            /** @description false with an error: it is refused for good */
            wouldRetry: boolean;
        };
        Delivery: {
            /** @description The same for each attempt: receivers can tell a repetition by it */
            id: string;
            tenantId: string;
            channelId: string | null;
            /** @description Where no channel is meant: the address or topic */
            target: ({
                /** @enum {string} */
                type: "email";
                to: string;
            } | {
                /** @enum {string} */
                type: "sns";
                topicArn: string;
            }) | null;
            /**
             * @description Known once it has arrived
             * @enum {string|null}
             */
            channelType: "slack" | "email" | "sns" | "webhook" | "eventbridge" | null;
            /** @description Null: no rule wanted it, or several did */
            ruleId: string | null;
            /** @enum {string} */
            kind: "scan" | "finding" | "score" | "vulnerabilities" | "assessment" | "schedule" | "workflow" | "error_rate" | "approval" | "remediation" | "kill_switch" | "incident" | "patching" | "event" | "request" | "digest" | "test";
            /** @enum {string|null} */
            severity: "critical" | "high" | "medium" | "low" | "informational" | null;
            title: string;
            /** @description How many things it tells; 0: somebody had it sent by hand */
            told: number;
            /**
             * @description pending: on its way, or tried again later; waiting: its channel is paused; refused: the receiver took this message for wrong; failed: given up
             * @enum {string}
             */
            status: "pending" | "sent" | "failed" | "refused" | "waiting";
            attempts: number;
            /** Format: date-time */
            nextAttemptAt: string | null;
            /**
             * Format: date-time
             * @description An attempt that fails after it is the last
             */
            expiresAt: string;
            lastError: string | null;
            /** @description What the receiver calls it */
            providerId: string | null;
            correlationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            sentAt: string | null;
        };
        DeliveryDetail: {
            /** @description The same for each attempt: receivers can tell a repetition by it */
            id: string;
            tenantId: string;
            channelId: string | null;
            /** @description Where no channel is meant: the address or topic */
            target: ({
                /** @enum {string} */
                type: "email";
                to: string;
            } | {
                /** @enum {string} */
                type: "sns";
                topicArn: string;
            }) | null;
            /**
             * @description Known once it has arrived
             * @enum {string|null}
             */
            channelType: "slack" | "email" | "sns" | "webhook" | "eventbridge" | null;
            /** @description Null: no rule wanted it, or several did */
            ruleId: string | null;
            /** @enum {string} */
            kind: "scan" | "finding" | "score" | "vulnerabilities" | "assessment" | "schedule" | "workflow" | "error_rate" | "approval" | "remediation" | "kill_switch" | "incident" | "patching" | "event" | "request" | "digest" | "test";
            /** @enum {string|null} */
            severity: "critical" | "high" | "medium" | "low" | "informational" | null;
            title: string;
            /** @description How many things it tells; 0: somebody had it sent by hand */
            told: number;
            /**
             * @description pending: on its way, or tried again later; waiting: its channel is paused; refused: the receiver took this message for wrong; failed: given up
             * @enum {string}
             */
            status: "pending" | "sent" | "failed" | "refused" | "waiting";
            attempts: number;
            /** Format: date-time */
            nextAttemptAt: string | null;
            /**
             * Format: date-time
             * @description An attempt that fails after it is the last
             */
            expiresAt: string;
            lastError: string | null;
            /** @description What the receiver calls it */
            providerId: string | null;
            correlationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            sentAt: string | null;
            /** @description Links are named by what they open; personal ones are not told here */
            message: {
                /** @enum {string} */
                kind: "scan" | "finding" | "score" | "vulnerabilities" | "assessment" | "schedule" | "workflow" | "error_rate" | "approval" | "remediation" | "kill_switch" | "incident" | "patching" | "event" | "request" | "digest" | "test";
                subjectId: string | null;
                /** @enum {string|null} */
                severity: "critical" | "high" | "medium" | "low" | "informational" | null;
                title: string;
                text: string | null;
                fields: {
                    label: string;
                    value: string;
                }[];
                lists: {
                    title: string;
                    lines: {
                        text: string;
                        /** @default null */
                        note: string | null;
                    }[];
                    /** @default 0 */
                    more: number;
                }[];
                scan: {
                    scanId: string;
                    status: string;
                    scanType: string;
                    source: string;
                    accountIds: string[];
                    /** Format: date-time */
                    startedAt: string;
                    /** Format: date-time */
                    endedAt: string;
                    resources: number;
                    bySeverity: {
                        [key: string]: number;
                    };
                    opened: number;
                    resolved: number;
                    savingsUsd: number;
                    waste: {
                        resourceType: string;
                        region: string;
                        count: number;
                        highRisk: number;
                        savingsUsd: number;
                    }[];
                    byTypeAndRegion: {
                        resourceType: string;
                        region: string;
                        count: number;
                    }[];
                    scores: {
                        frameworkId: string;
                        name: string;
                        score: number | null;
                        before: number | null;
                        coverage: number | null;
                    }[];
                    top: {
                        findingId: string;
                        title: string;
                        /** @enum {string} */
                        severity: "critical" | "high" | "medium" | "low" | "informational";
                        controlId: string;
                        resourceArn: string;
                        accountId: string;
                        region: string;
                        savingsUsd: number | null;
                    }[];
                    gaps: number;
                } | null;
                links: {
                    label: string;
                    /**
                     * @default plain
                     * @enum {string}
                     */
                    style: "plain" | "primary" | "danger";
                    to: {
                        /** @enum {string} */
                        kind: "finding" | "scan" | "report" | "approval" | "incident" | "execution" | "schedule" | "remediation";
                        id: string;
                        /**
                         * @default open
                         * @enum {string}
                         */
                        action: "open" | "suppress" | "approve" | "reject" | "acknowledge";
                        /** @default null */
                        personalLinkId: string | null;
                    };
                }[];
                /** Format: date-time */
                at: string;
            };
            /** @description The last 100 */
            attemptList: {
                number: number;
                /** Format: date-time */
                startedAt: string;
                /** Format: date-time */
                endedAt: string | null;
                /**
                 * @description Null: under way, or its process died
                 * @enum {string|null}
                 */
                outcome: "sent" | "retry" | "refused" | "dead" | null;
                error: string | null;
            }[];
        };
        /**
         * @default {}
         * @example {}
         */
        RetryDelivery: {
            tenantId?: string;
        };
        NotificationRule: {
            id: string;
            tenantId: string;
            name: string;
            description: string | null;
            enabled: boolean;
            when: {
                [key: string]: unknown;
            };
            /** @description all, or ids */
            channels: "all" | string[];
            delivery: "immediate" | {
                [key: string]: unknown;
            };
            quietHours: {
                [key: string]: unknown;
            } | null;
            repeatAfterMinutes: number | null;
            escalation: {
                [key: string]: unknown;
            } | null;
            /** @description One that every tenant has from the start */
            isDefault: boolean;
            /** @description Counts its changes */
            version: number;
            createdBy: string;
            savedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        /**
         * @example {
         *       "name": "High findings, each morning",
         *       "when": {
         *         "fact": "finding.opened",
         *         "severities": [
         *           "high"
         *         ]
         *       },
         *       "channels": "all",
         *       "delivery": {
         *         "digest": "daily",
         *         "timeOfDay": "08:00",
         *         "timezone": "Europe/Berlin"
         *       }
         *     }
         */
        SaveNotificationRule: {
            tenantId?: string;
            name: string;
            /** @default null */
            description?: string | null;
            /** @default true */
            enabled?: boolean;
            /** @description What is told: a fact, and what it must be like */
            when: {
                /** @enum {string} */
                fact: "finding.opened";
                /** @description One of these; left out: any */
                severities?: ("critical" | "high" | "medium" | "low" | "informational")[];
                /** @description Of controls */
                controlIds?: string[];
                /** @description The control is part of one of them */
                frameworks?: string[];
                /** @description Of the resource; without a value: any */
                tags?: {
                    key: string;
                    value?: string;
                }[];
                /** @description Of AWS, 12 digits */
                accountIds?: string[];
                /** @description Such as eu-west-1 */
                regions?: string[];
                /** @description Such as AWS::S3::Bucket */
                resourceTypes?: string[];
            } | {
                /** @enum {string} */
                fact: "finding.resolved";
                /** @description Of controls */
                controlIds?: string[];
            } | {
                /** @enum {string} */
                fact: "finding.suppressed";
                /** @description Of controls */
                controlIds?: string[];
            } | {
                /** @enum {string} */
                fact: "scan.completed";
                /** @description Such as completed_with_errors */
                statuses?: string[];
                /** @description Such as full */
                scanTypes?: string[];
                /** @description Who or what started it: schedule, workflow, api, … */
                sources?: string[];
                /** @description Whether a schedule or /api/schedule/trigger started it */
                scheduled?: boolean;
                /** @description Left out: also those that have found nothing */
                onlyWithFindings?: boolean;
            } | {
                /** @enum {string} */
                fact: "score.changed";
                /**
                 * @description By so many points it fell
                 * @default 1
                 */
                dropOfAtLeast?: number;
                /** @description Slugs such as cis-3.0 */
                frameworks?: string[];
                /** @description Of AWS, 12 digits */
                accountIds?: string[];
            } | {
                /** @enum {string} */
                fact: "violations.detected";
                /** @description One of these; left out: any */
                severities?: ("critical" | "high" | "medium" | "low" | "informational")[];
                /** @description So many */
                violationsAtLeast?: number;
            } | {
                /** @enum {string} */
                fact: "vulnerabilities.detected";
                /** @description So many critical ones */
                criticalCountAtLeast?: number;
            } | {
                /** @enum {string} */
                fact: "vulnerability-scan.completed";
                /** @description completed, failed */
                statuses?: string[];
            } | {
                /** @enum {string} */
                fact: "assessment.completed";
                /** @description As they were asked for */
                frameworks?: string[];
                scoreBelow?: number;
            } | {
                /** @enum {string} */
                fact: "schedule.run.failed";
                /** @description Such as daily-compliance-scan */
                scheduleTypes?: string[];
                /** @description Of single schedules */
                scheduleIds?: string[];
            } | {
                /** @enum {string} */
                fact: "schedule.run.succeeded";
                /** @description Such as daily-compliance-scan */
                scheduleTypes?: string[];
                /** @description Of single schedules */
                scheduleIds?: string[];
            } | {
                /** @enum {string} */
                fact: "workflow.failed";
                /** @description Such as compliance-scan */
                workflowTypes?: string[];
                /** @description false: not those whose failure is one of a schedule */
                scheduled?: boolean;
            } | {
                /** @enum {string} */
                fact: "workflow.finished";
                /** @description Such as compliance-scan */
                workflowTypes?: string[];
                /** @description SUCCEEDED, FAILED, TIMED_OUT, ABORTED */
                statuses?: string[];
            } | {
                /** @enum {string} */
                fact: "error-rate.high";
            } | {
                /** @enum {string} */
                fact: "approval.requested";
                /** @description 1: approvers, 2: admins */
                levels?: number[];
                /** @description Such as compliance-scan */
                workflowTypes?: string[];
            } | {
                /** @enum {string} */
                fact: "approval.decided";
                /** @description 1: approvers, 2: admins */
                levels?: number[];
                /** @description Such as compliance-scan */
                workflowTypes?: string[];
                /** @description Left out: both */
                decisions?: ("approved" | "rejected")[];
            } | {
                /** @enum {string} */
                fact: "remediation.completed";
                /** @description Such as completed */
                statuses?: string[];
            } | {
                /** @enum {string} */
                fact: "remediation.kill-switch.changed";
            } | {
                /** @enum {string} */
                fact: "incident";
                /**
                 * @default [
                 *       "opened",
                 *       "escalated",
                 *       "closed"
                 *     ]
                 */
                what?: ("opened" | "acknowledged" | "escalated" | "contained" | "released" | "closed")[];
                /** @description One of these; left out: any */
                severities?: ("critical" | "high" | "medium" | "low" | "informational")[];
                /** @description Such as compliance-threshold */
                incidentTypes?: string[];
            } | {
                /** @enum {string} */
                fact: "patch.approved";
            } | {
                /** @enum {string} */
                fact: "patch.installed";
                /** @description Left out: also where all batches went well */
                onlyWithFailures?: boolean;
            } | {
                /** @enum {string} */
                fact: "compliance-remediation.completed";
            };
            /**
             * @description all: every channel that is enabled, also later ones; else ids or names
             * @default all
             */
            channels?: "all" | string[];
            /**
             * @description At once, or together with all that came since the last time
             * @default immediate
             */
            delivery?: "immediate" | {
                /** @enum {string} */
                digest: "hourly" | "daily";
                /**
                 * @description Of a daily one; an hourly one goes out at the full hour
                 * @default 08:00
                 */
                timeOfDay?: string;
                /**
                 * @description A name of the IANA database
                 * @default UTC
                 */
                timezone?: string;
            };
            /**
             * @description What falls into them is told when they end
             * @default null
             * @example {
             *       "from": "22:00",
             *       "to": "07:00",
             *       "timezone": "Europe/Berlin"
             *     }
             */
            quietHours?: {
                from: string;
                /** @description Of the next day where it is earlier than from */
                to: string;
                /** @description On which they begin; left out: on each */
                days?: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
                /**
                 * @description A name of the IANA database
                 * @default UTC
                 */
                timezone?: string;
                /**
                 * @description These are told all the same
                 * @default [
                 *       "critical"
                 *     ]
                 */
                exceptSeverities?: ("critical" | "high" | "medium" | "low" | "informational")[];
            } | null;
            /**
             * @description The same thing is told again only after so long, with all that came meanwhile
             * @default null
             */
            repeatAfterMinutes?: number | null;
            /**
             * @description Where nobody has done anything about it by then. It ends with its decision, acknowledgement, or repair
             * @default null
             */
            escalation?: {
                afterMinutes: number;
                /** @description Ids or names of the channels that are told then */
                channels: string[];
            } | null;
        };
        /**
         * @example {
         *       "fact": "finding.opened",
         *       "payload": {
         *         "findingId": "fnd_1",
         *         "controlId": "s3_bucket_level_public_access_block",
         *         "title": "A bucket does not block public access",
         *         "severity": "critical",
         *         "accountId": "123456789012",
         *         "region": "eu-west-1",
         *         "resourceArn": "arn:aws:s3:::reports",
         *         "resourceType": "AWS::S3::Bucket",
         *         "estimatedMonthlySavingsUsd": null,
         *         "mutedBy": null,
         *         "source": "scan_1"
         *       }
         *     }
         */
        TryNotificationRules: {
            tenantId?: string;
            /** @enum {string} */
            fact: "scan.completed" | "finding.opened" | "finding.resolved" | "finding.suppressed" | "score.changed" | "violations.detected" | "vulnerabilities.detected" | "vulnerability-scan.completed" | "assessment.completed" | "schedule.run.failed" | "schedule.run.succeeded" | "workflow.failed" | "workflow.finished" | "error-rate.high" | "approval.requested" | "approval.decided" | "remediation.completed" | "remediation.kill-switch.changed" | "incident.opened" | "incident.acknowledged" | "incident.escalated" | "incident.contained" | "incident.released" | "incident.closed" | "patch.approved" | "patch.installed" | "compliance-remediation.completed" | "event.matched" | "notification.requested";
            /** @description Of the fact */
            payload: {
                [key: string]: unknown;
            };
        };
        NotificationRulesTrial: {
            matches: {
                ruleId: string;
                name: string;
                recipients: {
                    channelId: string | null;
                    /** @description Of the channel; else the address or the topic */
                    name: string;
                }[];
                /** Format: date-time */
                dueAt: string;
                isDigest: boolean;
                escalation: {
                    /** Format: date-time */
                    at: string;
                    recipients: {
                        channelId: string | null;
                        /** @description Of the channel; else the address or the topic */
                        name: string;
                    }[];
                } | null;
            }[];
            /** @description Each recipient once, when the first rule wants it; without a rule: the fact names him */
            tellings: {
                recipient: {
                    channelId: string | null;
                    /** @description Of the channel; else the address or the topic */
                    name: string;
                };
                ruleId: string | null;
                /** Format: date-time */
                dueAt: string;
                isDigest: boolean;
            }[];
            refused: {
                target: string;
                reason: string;
            }[];
            /** @description What is told; null: nobody is told anything */
            message: {
                /** @enum {string} */
                kind: "scan" | "finding" | "score" | "vulnerabilities" | "assessment" | "schedule" | "workflow" | "error_rate" | "approval" | "remediation" | "kill_switch" | "incident" | "patching" | "event" | "request" | "digest" | "test";
                subjectId: string | null;
                /** @enum {string|null} */
                severity: "critical" | "high" | "medium" | "low" | "informational" | null;
                title: string;
                text: string | null;
                fields: {
                    label: string;
                    value: string;
                }[];
                lists: {
                    title: string;
                    lines: {
                        text: string;
                        /** @default null */
                        note: string | null;
                    }[];
                    /** @default 0 */
                    more: number;
                }[];
                scan: {
                    scanId: string;
                    status: string;
                    scanType: string;
                    source: string;
                    accountIds: string[];
                    /** Format: date-time */
                    startedAt: string;
                    /** Format: date-time */
                    endedAt: string;
                    resources: number;
                    bySeverity: {
                        [key: string]: number;
                    };
                    opened: number;
                    resolved: number;
                    savingsUsd: number;
                    waste: {
                        resourceType: string;
                        region: string;
                        count: number;
                        highRisk: number;
                        savingsUsd: number;
                    }[];
                    byTypeAndRegion: {
                        resourceType: string;
                        region: string;
                        count: number;
                    }[];
                    scores: {
                        frameworkId: string;
                        name: string;
                        score: number | null;
                        before: number | null;
                        coverage: number | null;
                    }[];
                    top: {
                        findingId: string;
                        title: string;
                        /** @enum {string} */
                        severity: "critical" | "high" | "medium" | "low" | "informational";
                        controlId: string;
                        resourceArn: string;
                        accountId: string;
                        region: string;
                        savingsUsd: number | null;
                    }[];
                    gaps: number;
                } | null;
                links: {
                    label: string;
                    /**
                     * @default plain
                     * @enum {string}
                     */
                    style: "plain" | "primary" | "danger";
                    to: {
                        /** @enum {string} */
                        kind: "finding" | "scan" | "report" | "approval" | "incident" | "execution" | "schedule" | "remediation";
                        id: string;
                        /**
                         * @default open
                         * @enum {string}
                         */
                        action: "open" | "suppress" | "approve" | "reject" | "acknowledge";
                        /** @default null */
                        personalLinkId: string | null;
                    };
                }[];
                /** Format: date-time */
                at: string;
            } | null;
        };
        /**
         * @example {
         *       "name": "Workflow failed",
         *       "when": {
         *         "fact": "workflow.failed"
         *       },
         *       "quietHours": {
         *         "from": "22:00",
         *         "to": "07:00",
         *         "timezone": "Europe/Berlin"
         *       }
         *     }
         */
        ChangeNotificationRule: {
            tenantId?: string;
            name: string;
            /** @default null */
            description?: string | null;
            /** @default true */
            enabled?: boolean;
            /** @description What is told: a fact, and what it must be like */
            when: {
                /** @enum {string} */
                fact: "finding.opened";
                /** @description One of these; left out: any */
                severities?: ("critical" | "high" | "medium" | "low" | "informational")[];
                /** @description Of controls */
                controlIds?: string[];
                /** @description The control is part of one of them */
                frameworks?: string[];
                /** @description Of the resource; without a value: any */
                tags?: {
                    key: string;
                    value?: string;
                }[];
                /** @description Of AWS, 12 digits */
                accountIds?: string[];
                /** @description Such as eu-west-1 */
                regions?: string[];
                /** @description Such as AWS::S3::Bucket */
                resourceTypes?: string[];
            } | {
                /** @enum {string} */
                fact: "finding.resolved";
                /** @description Of controls */
                controlIds?: string[];
            } | {
                /** @enum {string} */
                fact: "finding.suppressed";
                /** @description Of controls */
                controlIds?: string[];
            } | {
                /** @enum {string} */
                fact: "scan.completed";
                /** @description Such as completed_with_errors */
                statuses?: string[];
                /** @description Such as full */
                scanTypes?: string[];
                /** @description Who or what started it: schedule, workflow, api, … */
                sources?: string[];
                /** @description Whether a schedule or /api/schedule/trigger started it */
                scheduled?: boolean;
                /** @description Left out: also those that have found nothing */
                onlyWithFindings?: boolean;
            } | {
                /** @enum {string} */
                fact: "score.changed";
                /**
                 * @description By so many points it fell
                 * @default 1
                 */
                dropOfAtLeast?: number;
                /** @description Slugs such as cis-3.0 */
                frameworks?: string[];
                /** @description Of AWS, 12 digits */
                accountIds?: string[];
            } | {
                /** @enum {string} */
                fact: "violations.detected";
                /** @description One of these; left out: any */
                severities?: ("critical" | "high" | "medium" | "low" | "informational")[];
                /** @description So many */
                violationsAtLeast?: number;
            } | {
                /** @enum {string} */
                fact: "vulnerabilities.detected";
                /** @description So many critical ones */
                criticalCountAtLeast?: number;
            } | {
                /** @enum {string} */
                fact: "vulnerability-scan.completed";
                /** @description completed, failed */
                statuses?: string[];
            } | {
                /** @enum {string} */
                fact: "assessment.completed";
                /** @description As they were asked for */
                frameworks?: string[];
                scoreBelow?: number;
            } | {
                /** @enum {string} */
                fact: "schedule.run.failed";
                /** @description Such as daily-compliance-scan */
                scheduleTypes?: string[];
                /** @description Of single schedules */
                scheduleIds?: string[];
            } | {
                /** @enum {string} */
                fact: "schedule.run.succeeded";
                /** @description Such as daily-compliance-scan */
                scheduleTypes?: string[];
                /** @description Of single schedules */
                scheduleIds?: string[];
            } | {
                /** @enum {string} */
                fact: "workflow.failed";
                /** @description Such as compliance-scan */
                workflowTypes?: string[];
                /** @description false: not those whose failure is one of a schedule */
                scheduled?: boolean;
            } | {
                /** @enum {string} */
                fact: "workflow.finished";
                /** @description Such as compliance-scan */
                workflowTypes?: string[];
                /** @description SUCCEEDED, FAILED, TIMED_OUT, ABORTED */
                statuses?: string[];
            } | {
                /** @enum {string} */
                fact: "error-rate.high";
            } | {
                /** @enum {string} */
                fact: "approval.requested";
                /** @description 1: approvers, 2: admins */
                levels?: number[];
                /** @description Such as compliance-scan */
                workflowTypes?: string[];
            } | {
                /** @enum {string} */
                fact: "approval.decided";
                /** @description 1: approvers, 2: admins */
                levels?: number[];
                /** @description Such as compliance-scan */
                workflowTypes?: string[];
                /** @description Left out: both */
                decisions?: ("approved" | "rejected")[];
            } | {
                /** @enum {string} */
                fact: "remediation.completed";
                /** @description Such as completed */
                statuses?: string[];
            } | {
                /** @enum {string} */
                fact: "remediation.kill-switch.changed";
            } | {
                /** @enum {string} */
                fact: "incident";
                /**
                 * @default [
                 *       "opened",
                 *       "escalated",
                 *       "closed"
                 *     ]
                 */
                what?: ("opened" | "acknowledged" | "escalated" | "contained" | "released" | "closed")[];
                /** @description One of these; left out: any */
                severities?: ("critical" | "high" | "medium" | "low" | "informational")[];
                /** @description Such as compliance-threshold */
                incidentTypes?: string[];
            } | {
                /** @enum {string} */
                fact: "patch.approved";
            } | {
                /** @enum {string} */
                fact: "patch.installed";
                /** @description Left out: also where all batches went well */
                onlyWithFailures?: boolean;
            } | {
                /** @enum {string} */
                fact: "compliance-remediation.completed";
            };
            /**
             * @description all: every channel that is enabled, also later ones; else ids or names
             * @default all
             */
            channels?: "all" | string[];
            /**
             * @description At once, or together with all that came since the last time
             * @default immediate
             */
            delivery?: "immediate" | {
                /** @enum {string} */
                digest: "hourly" | "daily";
                /**
                 * @description Of a daily one; an hourly one goes out at the full hour
                 * @default 08:00
                 */
                timeOfDay?: string;
                /**
                 * @description A name of the IANA database
                 * @default UTC
                 */
                timezone?: string;
            };
            /**
             * @description What falls into them is told when they end
             * @default null
             * @example {
             *       "from": "22:00",
             *       "to": "07:00",
             *       "timezone": "Europe/Berlin"
             *     }
             */
            quietHours?: {
                from: string;
                /** @description Of the next day where it is earlier than from */
                to: string;
                /** @description On which they begin; left out: on each */
                days?: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[];
                /**
                 * @description A name of the IANA database
                 * @default UTC
                 */
                timezone?: string;
                /**
                 * @description These are told all the same
                 * @default [
                 *       "critical"
                 *     ]
                 */
                exceptSeverities?: ("critical" | "high" | "medium" | "low" | "informational")[];
            } | null;
            /**
             * @description The same thing is told again only after so long, with all that came meanwhile
             * @default null
             */
            repeatAfterMinutes?: number | null;
            /**
             * @description Where nobody has done anything about it by then. It ends with its decision, acknowledgement, or repair
             * @default null
             */
            escalation?: {
                afterMinutes: number;
                /** @description Ids or names of the channels that are told then */
                channels: string[];
            } | null;
        } & WithRequired<components["schemas"]["SaveNotificationRule"], "name" | "when">;
        /**
         * @example {
         *       "channel": "slack"
         *     }
         */
        SendAlert: {
            tenantId?: string;
            /**
             * @description Goes to all enabled channels of this type
             * @enum {string}
             */
            channel: "slack" | "email";
        };
        AlertSent: {
            /**
             * @description failed: one of them did not arrive; queued: one of them is still tried
             * @enum {string}
             */
            status: "sent" | "queued" | "failed";
            message: string;
            deliveries: components["schemas"]["Delivery"][];
        };
        LogLevel: {
            /**
             * @description What is wanted now
             * @enum {string}
             */
            level: "DEBUG" | "INFO" | "WARN" | "ERROR";
            /**
             * @description LOG_LEVEL of the process that answers
             * @enum {string}
             */
            configured: "DEBUG" | "INFO" | "WARN" | "ERROR";
            /**
             * Format: date-time
             * @description null: it is what the processes were started with
             */
            until: string | null;
            setBy: string | null;
            /** Format: date-time */
            setAt: string | null;
            /** @description What each process logs, as it said within the last seconds */
            processes: {
                id: string;
                role: string;
                host: string;
                level: string;
            }[];
        };
        /**
         * @example {
         *       "level": "DEBUG",
         *       "minutes": 15
         *     }
         */
        SetLogLevel: {
            /** @description Least level that is logged */
            level: string;
            /**
             * @description After so many, each process logs again what LOG_LEVEL says
             * @default 60
             */
            minutes?: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    HealthController_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    HealthController_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    HealthController_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "down";
                    };
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "down";
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    HealthDetailsController_details: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MetricsController_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DeadLettersController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                /** @description Where the letters lie: jobs, or messages of queues that were no events */
                source?: "jobs" | "sqs";
                /** @description Of jobs alone: messages belong to no tenant */
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: (components["schemas"]["DeadLetter"] | components["schemas"]["DeadMessage"])[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DeadLettersController_retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        /** @enum {string} */
                        status: "pending" | "redriven";
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    TenantsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Tenant"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    TenantsController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTenant"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    TenantsController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tenant"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    TenantsController_getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    TenantsController_changeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeTenantSettings"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettings"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ApiKeysController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ApiKeysController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ApiKeysController_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DiscoveryController_last: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                outcome?: "added" | "registered" | "other_tenant" | "not_active" | "left";
                verification?: "verified" | "partly" | "failed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        tenantId: string;
                        /** @enum {string} */
                        status: "queued" | "running" | "completed" | "failed";
                        dryRun: boolean;
                        organizationId: string | null;
                        requestedBy: string;
                        progress: {
                            /** @description Of those that are to be tried, those that were */
                            accountsDone: number;
                            /** @description null until the organization has told */
                            accountsTotal: number | null;
                        };
                        counts: components["schemas"]["AccountDiscoveryCounts"];
                        error: {
                            /** @description denied, no_organization, no_credentials, unsupported or failed */
                            reason: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        startedAt: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        items: components["schemas"]["DiscoveredAccount"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DiscoveryController_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DiscoverAccounts"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountDiscovery"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    AccountsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                accountId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Account"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    AccountsController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAccount"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    AccountsController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    AccountsController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAccount"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    AccountsController_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    AccountsController_verify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    tenantId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountVerification"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    AuditLogController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                /** @description The email of a key's owner */
                actor?: string;
                action?: string;
                targetType?: string;
                targetId?: string;
                since?: string;
                /** @description Not included */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    LinksController_look: {
        parameters: {
            query?: {
                /** @description What is offered first. Nothing is done by a GET */
                do?: "open" | "suppress" | "approve" | "reject" | "acknowledge";
            };
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    LinksController_use: {
        parameters: {
            query?: {
                /** @description What is offered first. Nothing is done by a GET */
                do?: "open" | "suppress" | "approve" | "reject" | "acknowledge";
            };
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UseLink"];
                "application/x-www-form-urlencoded": components["schemas"]["UseLink"];
            };
        };
        responses: {
            /** @description A page, where a form was sent; the file of a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedLink"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description It was used, or has expired */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SecretKeysController_state: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretKeys"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SecretKeysController_rotate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateSecrets"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedSecrets"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SessionsController_look: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SessionsController_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SessionsController_end: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SessionsController_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInLink"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FindingExportsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                accountId?: string;
                region?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["FindingExport"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScansController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "queued" | "running" | "completed" | "completed_with_errors" | "failed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ScanSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScansController_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StartScan"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedScan"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScansController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                scanId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Scan"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScansController_cancel: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                scanId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    InventoryController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                /** @description Such as AWS::EC2::Instance */
                type?: string;
                region?: string;
                accountId?: string;
                /** @description Part of the name or ARN, in any case */
                text?: string;
                includeDeleted?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ResourceItem"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    InventoryController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                arn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    InventoryController_timeline: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                kind?: "event" | "drift" | "finding" | "fix" | "approval";
            };
            header?: never;
            path: {
                arn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TimelineEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FindingsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "open" | "resolved";
                /** @description One or several, with commas */
                severity?: string;
                controlId?: string;
                accountId?: string;
                region?: string;
                resourceArn?: string;
                resourceType?: string;
                suppressed?: "true" | "false";
                muted?: "true" | "false";
                /** @description Opened or resolved at this time or later */
                since?: string;
                /** @description worst: critical ones first, of each severity the newest first. A file has the newest first */
                order?: "newest" | "worst";
                /** @description json: a page. Else a file of all that the filters let through, without limit and cursor */
                format?: "json" | "csv" | "ocsf" | "asff";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Finding"][];
                        nextCursor: string | null;
                        /** @description Of all that the filters let through; on the first page only */
                        counts: {
                            total: number;
                            bySeverity: {
                                [key: string]: number;
                            };
                            byResourceType: {
                                [key: string]: number;
                            };
                            /** @description Sum of the known savings */
                            estimatedMonthlySavingsUsd: number;
                        } | null;
                    };
                    "text/csv": {
                        items: components["schemas"]["Finding"][];
                        nextCursor: string | null;
                        /** @description Of all that the filters let through; on the first page only */
                        counts: {
                            total: number;
                            bySeverity: {
                                [key: string]: number;
                            };
                            byResourceType: {
                                [key: string]: number;
                            };
                            /** @description Sum of the known savings */
                            estimatedMonthlySavingsUsd: number;
                        } | null;
                    };
                    "application/x-ndjson": {
                        items: components["schemas"]["Finding"][];
                        nextCursor: string | null;
                        /** @description Of all that the filters let through; on the first page only */
                        counts: {
                            total: number;
                            bySeverity: {
                                [key: string]: number;
                            };
                            byResourceType: {
                                [key: string]: number;
                            };
                            /** @description Sum of the known savings */
                            estimatedMonthlySavingsUsd: number;
                        } | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FindingsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FindingsController_suppress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuppressFinding"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FindingsController_unsuppress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    tenantId?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MutesController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Mute"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MutesController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveMute"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mute"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MutesController_tryOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveMute"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MuteTrial"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MutesController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mute"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MutesController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveMute"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mute"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MutesController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomControlsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CustomControl"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomControlsController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCustomControl"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomControl"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomControlsController_tryOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryExpression"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomControlsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomControl"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomControlsController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCustomControl"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomControl"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomControlsController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomControlsController_tryOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TryCustomControl"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FrameworksController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Framework"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomFrameworksController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateFramework"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameworkDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FrameworksController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameworkDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomFrameworksController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeFramework"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameworkDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CustomFrameworksController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ControlsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                service?: "ec2" | "s3" | "iam" | "rds" | "kms" | "cloudtrail" | "config" | "guardduty" | "securityhub" | "accessanalyzer" | "lambda" | "sns" | "sqs" | "secretsmanager" | "ecr" | "dynamodb" | "logs" | "cloudwatch" | "efs" | "elb" | "acm" | "ssm";
                resourceType?: string;
                severity?: "critical" | "high" | "medium" | "low" | "informational";
                class?: "waste" | "security";
                frameworkId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Control"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ControlsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ControlsController_test: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestControl"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlVerdict"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ControlsController_set: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetControl"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ControlDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FrameworksController_assessment: {
        parameters: {
            query?: {
                tenantId?: string;
                /** @description Left out: all accounts */
                accountId?: string;
                /** @description Requirements of this status only */
                status?: "passed" | "failed" | "partial" | "no_evidence" | "manual" | "not_applicable";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameworkAssessment"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FrameworksController_history: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                frameworkId?: string;
                accountId?: string;
                from?: string;
                until?: string;
                requirements?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Score"][];
                        nextCursor: string | null;
                        formula: string;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    VerdictsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                controlId?: string;
                /** @description Controls of this framework */
                frameworkId?: string;
                accountId?: string;
                region?: string;
                resourceArn?: string;
                verdict?: "pass" | "fail" | "no_evidence" | "manual" | "not_applicable";
                /** @description jsonl: all of them, one JSON object a line */
                format?: "json" | "jsonl";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Verdict"][];
                        nextCursor: string | null;
                    };
                    "application/x-ndjson": {
                        items: components["schemas"]["Verdict"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MicroserviceScansController_compliance: {
        parameters: {
            query?: {
                tenantId?: string;
                /** @description Seconds to wait for the result; SCAN_WAIT_SECONDS (60) when left out */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ComplianceScan"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplianceScanOutput"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplianceScanOutput"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    MicroserviceScansController_vulnerabilities: {
        parameters: {
            query?: {
                tenantId?: string;
                /** @description Seconds to wait for the result; SCAN_WAIT_SECONDS (60) when left out */
                wait?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VulnerabilityScan"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VulnerabilityScanOutput"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VulnerabilityScanOutput"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    VulnerabilitiesController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                accountId?: string;
                region?: string;
                /** @description One or several, with commas */
                severity?: string;
                status?: "open" | "closed";
                instanceId?: string;
                vulnerabilityId?: string;
                patchable?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Vulnerability"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SigningKeyController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKey"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ReportsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                kind?: "scan" | "assessment" | "audit-pack";
                subject?: string;
                executionId?: string;
                /** @description Begun at this time or later */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Report"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ReportsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                reportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ReportsController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                reportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ReportsController_download: {
        parameters: {
            query?: {
                tenantId?: string;
                /** @description Left out: the first of its files */
                format?: "html" | "pdf" | "zip" | "json";
                /** @description true: where files lie in S3, an address there, which is valid for some minutes */
                redirect?: "true" | "false";
            };
            header?: never;
            path: {
                reportId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                    "application/pdf": string;
                    "application/zip": string;
                };
            };
            /** @description To the file in S3, for some minutes */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    CalendarController_between: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                /** @description The beginning of this day in UTC when left out */
                from?: string;
                /** @description Seven days after `from` when left out, 31 at most */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleCalendar"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PreviewController_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewSchedule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PreviewController_next: {
        parameters: {
            query?: {
                tenantId?: string;
                count?: number;
            };
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SchedulesController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                scheduleType?: string;
                status?: "ENABLED" | "DISABLED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Schedule"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SchedulesController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSchedule"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SchedulesController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SchedulesController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSchedule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SchedulesController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SchedulesController_pause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PauseSchedule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SchedulesController_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OfTenant"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    RunsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
            };
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ScheduleRun"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    RunsController_runNow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OfTenant"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        runId: string;
                        /** @enum {string} */
                        status: "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
                    };
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    RunsController_backfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackfillSchedule"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScanScheduleController_config: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanScheduleConfig"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScanScheduleController_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeScanScheduleConfig"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanScheduleConfig"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScanScheduleController_status: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanScheduleStatus"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScanScheduleController_enable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OfTenant"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanScheduleConfig"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScanScheduleController_disable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OfTenant"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanScheduleConfig"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ScanScheduleController_trigger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TriggerScan"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedScan"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ApprovalsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "pending" | "approved" | "rejected" | "cancelled";
                executionId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApprovalSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ApprovalsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ApprovalsController_approve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecideApproval"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ApprovalsController_reject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DecideApproval"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DefinitionsController_list: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDefinitions"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DefinitionsController_validate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValidateWorkflowDefinition"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowValidation"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DefinitionsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                workflowType: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDefinition"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DefinitionsController_save: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workflowType: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveWorkflowDefinition"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowDefinition"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ExecutionsController_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartWorkflow"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowStart"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ExecutionsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                workflowType?: string;
                status?: "PENDING_START" | "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowList"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ExecutionsController_metrics: {
        parameters: {
            query?: {
                tenantId?: string;
                workflowType?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowMetrics"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ExecutionsController_status: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                executionArn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowStatus"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ExecutionsController_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                executionArn: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StopWorkflow"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowStop"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ExecutionsController_redrive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                executionArn: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ExecutionOfTenant"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRedrive"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    HistoryController_definition: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                executionArn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionDefinition"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    HistoryController_history: {
        parameters: {
            query?: {
                tenantId?: string;
                /** @description Events in one answer */
                maxResults?: number;
                /** @description true: newest first */
                reverseOrder?: "true" | "false";
                /** @description nextToken of the answer before */
                nextToken?: string;
                /** @description json: all events as one file, whatever maxResults says */
                format?: "json";
            };
            header?: never;
            path: {
                executionArn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowHistory"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    HistoryController_events: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: {
                "Last-Event-ID"?: number;
            };
            path: {
                executionArn: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    TriggerController_trigger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerEvent"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggeredEvent"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventHealthController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventHealth"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventRulesController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                enabled?: "true" | "false";
                action?: "workflow" | "scan-resource" | "scan" | "notify" | "sns" | "lambda";
                /** @description A part of the name, in any case */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EventRule"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventRulesController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveEventRule"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventRule"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventRulesController_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestEventRule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventRuleTrial"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventRulesController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventRule"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventRulesController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEventRule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventRule"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventRulesController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventRulesController_runs: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "queued" | "succeeded" | "failed" | "skipped";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EventRuleRun"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ExplainController_explain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown[] | {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainedEvent"] | components["schemas"]["ExplainedEvent"][];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                eventType?: string;
                eventSource?: string;
                /** @description The same as eventSource */
                source?: string;
                eventName?: string;
                accountId?: string;
                region?: string;
                disposition?: "processed" | "stale" | "ignored" | "coalesced" | "retrying" | "failed";
                resourceArn?: string;
                /** @description The same as resourceArn */
                resource?: string;
                /** @description Events that happened then or later */
                from?: string;
                /** @description Events that happened before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Event"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    EventsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventWithDetails"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    FixesController_list: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fixes"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    GuardrailsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Guardrails"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    GuardrailsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Guardrails"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    GuardrailsController_save: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveGuardrails"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Guardrails"];
                };
            };
            /** @description It is of another version */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    GuardrailsController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    KillSwitchController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillSwitch"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    KillSwitchController_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetKillSwitch"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillSwitch"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PlansController_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanRemediation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemediationPlan"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    RemediationsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "planning" | "waiting_for_approval" | "validating" | "applying" | "restoring" | "planned" | "rejected" | "refused" | "completed" | "failed" | "restored" | "stopped" | "aborted" | "rolling_back" | "rolled_back" | "rollback_failed";
                findingId?: string;
                resourceArn?: string;
                executionId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RemediationSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    RemediationsController_start: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request with the same key is the same remediation; 409 for another request */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRemediation"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRemediation"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    RemediationsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Remediation"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    RemediationsController_rollback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RollbackRemediation"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemediationRollback"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    IncidentsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "open" | "acknowledged" | "contained" | "released" | "closed";
                severity?: "critical" | "high" | "medium" | "low" | "informational";
                incidentType?: string;
                resourceArn?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["IncidentItem"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    IncidentsController_report: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request with it is made once */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportIncident"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportedIncident"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    IncidentsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    IncidentsController_evidence: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
                evidenceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentEvidence"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    IncidentsController_acknowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AcknowledgeIncident"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    IncidentsController_contain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ContainIncident"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentContainment"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentContainment"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    IncidentsController_release: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReleaseIncident"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentRelease"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    IncidentsController_close: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseIncident"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchInstallationsController_complianceOf: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                accountId?: string;
                region?: string;
                instanceId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PatchCompliance"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchInstallationsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "planning" | "running" | "completed" | "completed_with_failures" | "failed" | "stopped" | "refused";
                executionId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PatchInstallation"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchInstallationsController_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartPatchInstallation"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedPatchInstallation"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchInstallationsController_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartPatchInstallation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatchInstallationPreview"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchInstallationsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatchInstallationWithBatches"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchInstallationsController_batch: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatchBatch"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchInstallationsController_rollback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RollbackPatchBatch"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatchBatchRollback"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchApprovalsController_policy: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatchPolicy"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchApprovalsController_savePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavePatchPolicy"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatchPolicy"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchApprovalsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "pending" | "approved" | "rejected" | "expired" | "abandoned";
                executionId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PatchApprovalSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    PatchApprovalsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatchApproval"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ChannelsController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                type?: "slack" | "email" | "sns" | "webhook" | "eventbridge";
                enabled?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["NotificationChannel"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ChannelsController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveNotificationChannel"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationChannel"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ChannelsController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationChannel"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ChannelsController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeNotificationChannel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationChannel"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ChannelsController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ChannelsController_resume: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationChannel"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ChannelsController_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestNotificationChannel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationChannelTrial"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DeliveriesController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                status?: "pending" | "sent" | "failed" | "refused" | "waiting";
                channelId?: string;
                /** @description What the message is about */
                kind?: "scan" | "finding" | "score" | "vulnerabilities" | "assessment" | "schedule" | "workflow" | "error_rate" | "approval" | "remediation" | "kill_switch" | "incident" | "patching" | "event" | "request" | "digest" | "test";
                /** @description Made then or later */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Delivery"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DeliveriesController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetail"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    DeliveriesController_retry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RetryDelivery"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    NotificationRulesController_list: {
        parameters: {
            query?: {
                /** @description Items in one answer */
                limit?: number;
                /** @description nextCursor of the answer before */
                cursor?: string;
                tenantId?: string;
                enabled?: "true" | "false";
                /** @description Rules about this fact */
                fact?: string;
                /** @description A part of the name, in any case */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["NotificationRule"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    NotificationRulesController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveNotificationRule"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRule"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    NotificationRulesController_test: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryNotificationRules"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRulesTrial"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    NotificationRulesController_get: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRule"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    NotificationRulesController_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeNotificationRule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRule"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    NotificationRulesController_remove: {
        parameters: {
            query?: {
                tenantId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    SendAlertController_send: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendAlert"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertSent"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    LogLevelController_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLevel"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    LogLevelController_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetLogLevel"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLevel"];
                };
            };
            /** @description An error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
type WithRequired<T, K extends keyof T> = T & {
    [P in K]-?: T[P];
};
