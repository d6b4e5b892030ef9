// Made from openapi.json by `make client`; changes belong in the handlers.
export interface paths {
    "/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["make_backup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["client_log"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["diagnostics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/discovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["discover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_files"];
        put?: never;
        post: operations["upload_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["retrieve_file"];
        put?: never;
        post?: never;
        delete: operations["delete_file"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["file_content"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["retrieve_job"];
        put?: never;
        post?: never;
        delete: operations["forget_job"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_keys"];
        put?: never;
        post: operations["create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["dry_run_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["keys_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_key"];
        options?: never;
        head?: never;
        patch: operations["change_key"];
        trace?: never;
    };
    "/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotate_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_models"];
        put: operations["put_model"];
        post?: never;
        delete: operations["delete_model"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overview/elsewhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["cost_elsewhere"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["show_prices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_providers"];
        put?: never;
        post: operations["create_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["show_providers_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["delete_provider"];
        options?: never;
        head?: never;
        patch: operations["change_provider"];
        trace?: never;
    };
    "/providers/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["test_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["delete_requests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["export_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/volume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["request_volume"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["retrieve_request"];
        put?: never;
        post?: never;
        delete: operations["delete_request"];
        options?: never;
        head?: never;
        patch: operations["mark_request"];
        trace?: never;
    };
    "/requests/{id}/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_exchanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/requests/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["stop_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["restore_backup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/route": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["preview_route"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["show_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["change_settings"];
        trace?: never;
    };
    "/settings/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_setting_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/changes/{id}/revert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["revert_setting_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["storage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/storage/compact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["compact_storage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vendors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_vendors"];
        put?: never;
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
        /** @description What was charged. */
        ActualCost: {
            credits: string;
            /**
             * Format: int64
             * @description Requests that used tokens.
             */
            requests: number;
            /**
             * Format: int64
             * @description Requests whose price is unknown: not in `credits`.
             */
            unpriced: number;
        };
        /** @description One try at one target; times are milliseconds from the request's start. */
        AttemptView: {
            /** Format: int64 */
            ended_ms: number;
            failure?: string | null;
            message?: string | null;
            model: string;
            /** @description `served`, `failed` or `cancelled`. */
            outcome: string;
            provider: string;
            /** Format: int64 */
            started_ms: number;
            /** Format: int32 */
            status?: number | null;
            upstream: string;
        };
        /** @description How a backup is made. */
        BackupFields: {
            /** @description Eight characters or more. Without it nobody opens the file again. */
            passphrase: string;
            /** @description Whether the providers' credentials are in it. */
            secrets: boolean;
        };
        /** @description Bodies, where they were kept. Secrets in headers read "redacted". */
        BodiesView: {
            /** @description How a stream's `response` left. */
            pieces: components["schemas"]["PieceView"][];
            request: string;
            request_headers: components["schemas"]["HeaderView"][];
            request_truncated: boolean;
            response: string;
            response_headers: components["schemas"]["HeaderView"][];
            response_truncated: boolean;
        };
        /** @description Credits per period. */
        BudgetView: {
            credits: string;
            /** @description `day`, `week`, `month` or `total`. */
            period: string;
        };
        /** @description Something that went wrong in the window. */
        ClientLog: {
            /** @description `error`, `warn` or `info`. */
            level: string;
            /** @description What happened; never a secret. */
            message: string;
        };
        /** @description A target that is left alone for a while. */
        Cooling: {
            last_error?: string | null;
            model: string;
            /** Format: int64 */
            seconds: number;
        };
        /** @description A model there that is left alone for a while. */
        CoolingTarget: {
            message?: string | null;
            /** Format: int64 */
            seconds: number;
            /** @description Its name there. */
            upstream: string;
        };
        /** @description How much a backup holds. */
        Counts: {
            keys: number;
            models: number;
            providers: number;
            settings: number;
        };
        /** @description What was removed. */
        DeletedRequests: {
            /** @description Those that were there. */
            deleted: number;
        };
        /** @description A text to put into a bug report. */
        Diagnostics: {
            report: string;
        };
        /** @description What was found. */
        Discovered: {
            engines: components["schemas"]["EngineView"][];
            environment: components["schemas"]["VariableView"][];
        };
        /** @description What those limits would have done. */
        DryRun: {
            /** Format: int64 */
            from: number;
            /** @description The limit that refused most first. */
            reasons: components["schemas"]["Refusals"][];
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            requests: number;
            /** Format: int64 */
            to: number;
        };
        /** @description Limits to try. What is left out stays as it is, what is null is cleared. */
        DryRunFields: {
            budget?: components["schemas"]["BudgetView"] | null;
            endpoints?: string[] | null;
            /** @description The key's id. */
            key: string;
            models?: string[] | null;
            /** Format: int32 */
            requests_per_minute?: number | null;
        };
        /** @description What a period's chats did cost, and would have cost. */
        Elsewhere: {
            actual: components["schemas"]["ActualCost"];
            /** Format: int64 */
            cached_tokens: number;
            /** Format: int64 */
            input_tokens: number;
            /** @description The cheapest first, those without a price last. */
            models: components["schemas"]["OtherCost"][];
            /** Format: int64 */
            output_tokens: number;
        };
        /** @description An engine on this computer. */
        EngineView: {
            /** @description Ready for a provider. */
            base_url: string;
            /** @description How to have it serve. */
            hint?: string | null;
            /** @description `ollama`, `lm_studio`, `llama_cpp`, `vllm`, `jan`, `koboldcpp`, `localai`, `sglang` or `docker`. */
            kind: string;
            models: string[];
            name: string;
            /** @description The provider that has it already. */
            provider?: string | null;
            /** @description `serving` or `not_serving`. */
            state: string;
            /** @description The vendor of a provider that is made from it. */
            vendor: string;
        };
        /** @description The error that the client was sent. */
        ErrorView: {
            code?: string | null;
            message: string;
            param?: string | null;
            type: string;
        };
        /** @description One call to a provider, as it was on the network. Secrets read "redacted". */
        ExchangeView: {
            method: string;
            /**
             * Format: int32
             * @description The index of the attempt.
             */
            position: number;
            request: string;
            request_headers: components["schemas"]["HeaderView"][];
            request_truncated: boolean;
            response: string;
            response_headers: components["schemas"]["HeaderView"][];
            response_truncated: boolean;
            /**
             * Format: int32
             * @description `null`: no answer came.
             */
            status?: number | null;
            url: string;
        };
        /** @description All calls to providers that were kept of a request. */
        Exchanges: {
            data: components["schemas"]["ExchangeView"][];
        };
        /** @description A file, and what used it. */
        FileDetail: components["schemas"]["FileRow"] & {
            /** @description The newest requests that used it, as far as the log reaches back; at the most 100. */
            used_by: string[];
            /**
             * Format: int64
             * @description How many there are.
             */
            uses: number;
        };
        /** @description A file to keep. */
        FileForm: {
            /** Format: binary */
            file: string;
            purpose: string;
        };
        /** @description A page of files. */
        FilePage: {
            data: components["schemas"]["FileRow"][];
            /** @description The `after` of the next page; `null` at the end. */
            next?: string | null;
            storage: components["schemas"]["FileStorage"];
        };
        /** @description A file. */
        FileRow: {
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            expires_at?: number | null;
            filename: string;
            id: string;
            /** @description Whose. */
            key: string;
            key_name: string;
            /** @description image, pdf, text, audio, video or other. */
            kind: string;
            /** @description The request that made it; `null`: it was uploaded. */
            made_by?: string | null;
            /** @description As its first bytes say. */
            media_type: string;
            purpose: string;
            sha256: string;
        };
        /** @description How full the storage is. */
        FileStorage: {
            /** Format: int64 */
            files: number;
            /**
             * Format: int64
             * @description As the plan has it.
             */
            limit_bytes: number;
            /**
             * Format: int64
             * @description Contents that several files have are counted once.
             */
            used_bytes: number;
        };
        /** @description The key that the very first start made. Its secret is known until the app ends. */
        FirstKey: {
            id: string;
            name: string;
            secret: string;
        };
        /** @description A header. */
        HeaderView: {
            name: string;
            value: string;
        };
        /** @description A job, and what happened to it. */
        JobDetail: components["schemas"]["JobRow"] & {
            events: components["schemas"]["JobStep"][];
            /** @description Those of its files that are there. */
            outputs: components["schemas"]["FileRow"][];
        };
        /** @description A page of jobs. */
        JobPage: {
            /** @description How many are under way, on all pages. */
            active: number;
            data: components["schemas"]["JobRow"][];
            /** @description The `after` of the next page; `null` at the end. */
            next?: string | null;
        };
        /** @description A job as it stands. */
        JobRow: {
            /** Format: int64 */
            created_at: number;
            credits_reserved?: string | null;
            /** @description `null` as long as it is under way, and where nobody knows the price. */
            credits_used?: string | null;
            /** Format: int64 */
            ended_at?: number | null;
            error?: components["schemas"]["JobTrouble"] | null;
            /**
             * Format: int64
             * @description How long jobs of this model took lately; `null`: there were none.
             */
            expected_ms?: number | null;
            /** Format: int32 */
            fallback_depth: number;
            /** @description Files that it has made. */
            files: string[];
            id: string;
            key: string;
            key_name: string;
            /** @description video or music. */
            kind: string;
            /**
             * Format: int64
             * @description Until when its provider keeps them too.
             */
            link_expires_at?: number | null;
            /** Format: int32 */
            looks: number;
            model?: string | null;
            model_used?: string | null;
            /**
             * Format: int64
             * @description When it is looked at next; `null` when it has ended.
             */
            next_look_at?: number | null;
            /** @description What the client sent. An image that was sent inside is `null`. */
            parameters: Record<string, never>;
            /**
             * Format: int32
             * @description Of a hundred, if its provider says so.
             */
            progress?: number | null;
            prompt: string;
            provider?: string | null;
            /** @description The request that asked for it, in the log when it has ended. */
            request: string;
            /** Format: int64 */
            started_at?: number | null;
            /** @description submitting, queued, processing, downloading, completed, failed, cancelled or expired. */
            state: string;
            /** @description What the last look at it failed with, if it did. */
            trouble?: string | null;
        };
        /** @description One step of a job's way. */
        JobStep: {
            /** Format: int64 */
            at: number;
            message?: string | null;
            /** Format: int32 */
            percent?: number | null;
            /**
             * @description submitted, queued, progress, look_failed, downloading, download_failed, cancel_asked, resumed, completed, failed,
             *     cancelled or expired.
             */
            step: string;
        };
        /** @description Why there is nothing. */
        JobTrouble: {
            code: string;
            message: string;
        };
        /** @description What a key may be given. A field that is left out stays as it is, one that is null is cleared. */
        KeyFields: {
            /** @default null */
            budget?: components["schemas"]["BudgetView"] | null;
            /** @default null */
            capture?: string | null;
            /** @default null */
            disabled?: boolean | null;
            /** @default null */
            endpoints?: string[] | null;
            /**
             * Format: int64
             * @default null
             */
            expires_at?: number | null;
            /** @default null */
            models?: string[] | null;
            /**
             * @description A new key needs one.
             * @default null
             */
            name?: string | null;
            /**
             * @description A new key needs one: `playground`, `app`, `production` or `custom`.
             * @default null
             */
            preset?: string | null;
            /**
             * Format: int32
             * @default null
             */
            requests_per_minute?: number | null;
        };
        /** @description One key. */
        KeyFigures: {
            credits: string;
            id: string;
            name: string;
            /** Format: int64 */
            requests: number;
        };
        /** @description What a key spent. Days are UTC's. */
        KeyUsage: {
            /** @description Credits of each day, oldest first. */
            days: string[];
            /** @description Its id. */
            key: string;
            /**
             * Format: int64
             * @description On all these days.
             */
            requests: number;
            today: string;
        };
        /** @description A key without its secret. */
        KeyView: {
            budget?: components["schemas"]["BudgetView"] | null;
            capture?: string | null;
            /** Format: int64 */
            created_at: number;
            disabled: boolean;
            endpoints?: string[] | null;
            /** Format: int64 */
            expires_at?: number | null;
            held: string;
            id: string;
            /** Format: int64 */
            last_used_at?: number | null;
            models?: string[] | null;
            name: string;
            /** Format: int64 */
            period_ends_at?: number | null;
            /** @description `tp-ab12cd34-…w9x8` */
            prefix: string;
            preset: string;
            /** Format: int32 */
            requests_per_minute?: number | null;
            spent: string;
        };
        /** @description All keys. */
        Keys: {
            data: components["schemas"]["KeyView"][];
        };
        /** @description What all keys spent. */
        KeysUsage: {
            data: components["schemas"]["KeyUsage"][];
        };
        /** @description What went wrong last. */
        LastError: {
            /**
             * Format: int64
             * @description Unix milliseconds.
             */
            at: number;
            kind: string;
            message: string;
        };
        /** @description A line of the bill. */
        LineView: {
            /**
             * Format: int64
             * @description How many; milliseconds, where the unit is one of time.
             */
            count: number;
            credits: string;
            /** @description US dollars: for a million tokens or characters, for one of anything else. */
            rate: string;
            /**
             * @description `input`, `cached_input`, `cache_write`, `cache_write_1h`, `audio_input`, `image_input`, `output`, `audio_output`
             *     or `image_output`, which are tokens; `character`, `image`, `second`, `minute`, `hour` or `request`.
             */
            unit: string;
        };
        /** @description Everything that can be changed while running. Each field is one row of the store. */
        Live: {
            /**
             * Format: int32
             * @description Megabytes of bodies that are kept.
             * @default 512
             */
            body_limit_mb?: number;
            /**
             * Format: int32
             * @description Days that bodies are kept.
             * @default 7
             */
            body_retention_days?: number;
            /**
             * @description Which bodies are kept.
             * @default off
             */
            capture?: string;
            /**
             * @description Web origins that may call /v1 from a browser.
             * @default []
             */
            cors_origins?: string[];
            /**
             * @description Names other than loopback's by which clients may reach /v1. A listener that is open to the network answers to
             *     its addresses as well, but to no name that is not here.
             * @default []
             */
            hosts?: string[];
            /**
             * @description Where /v1 listens, as address:port; null: at the usual one.
             * @default null
             */
            listen?: string | null;
            /**
             * Format: int32
             * @description Megabytes of request log that are kept.
             * @default 2048
             */
            log_limit_mb?: number;
            /**
             * Format: int32
             * @description Days that the request log is kept; absent: as the plan says.
             * @default null
             */
            log_retention_days?: number | null;
            /**
             * @description The id of the workspace's plan.
             * @default unlimited
             */
            plan?: string;
            /**
             * @description The proxy through which providers are reached; null: the system's.
             * @default null
             */
            proxy?: string | null;
            /**
             * @description Once a day the newest price list is fetched from its makers.
             * @default false
             */
            refresh_prices?: boolean;
            /**
             * @description The safety net over everything from one address.
             * @default {
             *       "count": 5000,
             *       "per_seconds": 600
             *     }
             */
            requests_per_ip?: components["schemas"]["PerIp"];
        };
        /** @description A key that was just made or rotated. */
        MadeKey: {
            key: components["schemas"]["KeyView"];
            /** @description Shown this once. */
            secret: string;
        };
        /** @description A request's marks. What is left out stays as it is; a note that is null is taken away. */
        MarkFields: {
            note?: string | null;
            pinned?: boolean | null;
        };
        /** @description A model to make or to replace. */
        ModelFields: {
            /** @description All that it can do; `null`: what is known of it counts. */
            capabilities?: string[] | null;
            fallbacks?: string[];
            id: string;
            kind: string;
            price?: components["schemas"]["PriceFields"] | null;
            provider: string;
            /** @description Its name there; the same unless told. */
            upstream?: string | null;
        };
        /** @description One model. */
        ModelFigures: {
            credits: string;
            /** @description `null`: all others. */
            id?: string | null;
            /** Format: int64 */
            requests: number;
            /** @description In each bucket. */
            series: number[];
            /** Format: int64 */
            unpriced: number;
        };
        /** @description A name that clients may ask for. */
        ModelView: {
            /** @description What it can do; `null`: nothing is known of that. */
            capabilities?: string[] | null;
            /** @description Whose word that is: `yours`, `vendor`, or a data set's name and version. */
            capabilities_source?: string | null;
            /**
             * Format: int64
             * @description The most tokens that it takes; `null`: unknown.
             */
            context_length?: number | null;
            /**
             * Format: int64
             * @description When its vendor withdraws it; `null`: unknown, or not planned.
             */
            deprecated_at?: number | null;
            fallbacks: string[];
            id: string;
            kind: string;
            /**
             * Format: int64
             * @description The most tokens that it makes; `null`: unknown.
             */
            max_output?: number | null;
            price?: components["schemas"]["PriceView"] | null;
            price_source?: string | null;
            provider: string;
            upstream: string;
        };
        /** @description All models. */
        Models: {
            data: components["schemas"]["ModelView"][];
        };
        /** @description What to make. */
        NewProvider: {
            api_key?: string | null;
            base_url?: string | null;
            /** @description An environment variable that discovery listed, in place of `api_key`. */
            credential_from?: string | null;
            id: string;
            vendor: string;
        };
        /** @description What another model would have cost. */
        OtherCost: {
            credits?: string | null;
            id: string;
            /** @description The workspace's provider, or the price list's vendor. */
            provider: string;
            /** @description `yours`: the owner's own price; `built_in`: the price list's, or nothing for an engine of one's own. */
            source?: string | null;
            /** @description Why there is no figure. */
            why_not?: string | null;
        };
        /** @description The figures of a period. */
        Overview: {
            /** @description Of the equally long time just before. */
            before: components["schemas"]["OverviewTotals"];
            /** Format: int64 */
            bucket_ms: number;
            /** @description Oldest first, without gaps. */
            buckets: components["schemas"]["OverviewBucket"][];
            /** Format: int64 */
            from: number;
            keys: components["schemas"]["KeyFigures"][];
            /** @description The most asked first; what is left of them is one, without an id. */
            models: components["schemas"]["ModelFigures"][];
            providers: components["schemas"]["ProviderFigures"][];
            /** Format: int64 */
            to: number;
            totals: components["schemas"]["OverviewTotals"];
        };
        /** @description A stretch of time. */
        OverviewBucket: {
            /**
             * Format: int64
             * @description When it begins.
             */
            at: number;
            credits: string;
            /** Format: int64 */
            duration_p50_ms?: number | null;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            first_token_p50_ms?: number | null;
            /** Format: int64 */
            input_tokens: number;
            /** Format: int64 */
            output_tokens: number;
            /** Format: int64 */
            requests: number;
        };
        /** @description Sums and percentiles. */
        OverviewTotals: {
            /** Format: int64 */
            cached_tokens: number;
            credits: string;
            /**
             * Format: int64
             * @description Of requests that did not fail; `null` without any.
             */
            duration_p50_ms?: number | null;
            /** Format: int64 */
            duration_p95_ms?: number | null;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            fallbacks: number;
            /** Format: int64 */
            first_token_p50_ms?: number | null;
            /** Format: int64 */
            first_token_p95_ms?: number | null;
            /** Format: int64 */
            input_tokens: number;
            /** Format: int64 */
            output_tokens: number;
            /** Format: int64 */
            requests: number;
            /**
             * Format: int64
             * @description Requests whose price is unknown: in no amount of credits.
             */
            unpriced: number;
        };
        /** @description So many requests in so many seconds. */
        PerIp: {
            /**
             * Format: int32
             * @description How many.
             */
            count: number;
            /**
             * Format: int32
             * @description In how long.
             */
            per_seconds: number;
        };
        /** @description Bytes of a stream that left together. */
        PieceView: {
            /**
             * Format: int64
             * @description Milliseconds from the request's start.
             */
            at_ms: number;
            /** Format: int64 */
            bytes: number;
        };
        /** @description What would happen. */
        Preview: {
            model: string;
            refusal?: components["schemas"]["RefusalView"] | null;
            /** @description In the order in which they would be asked, then those passed over. */
            targets: components["schemas"]["TargetView"][];
        };
        /** @description US dollars per million tokens, as text or as numbers. */
        PriceFields: {
            /** @default null */
            cached_input?: string | null;
            /** @default null */
            input?: string | null;
            /** @default null */
            output?: string | null;
            /**
             * @description Credits for every request.
             * @default null
             */
            per_request?: string | null;
        };
        /** @description The price list. Whether newer ones are fetched is the setting `refresh_prices`. */
        PriceListView: {
            /**
             * Format: int64
             * @description When it was last known to be the newest; Unix milliseconds.
             */
            checked_at?: number | null;
            /** @description Its name and version, as records of requests have it. */
            source: string;
            /**
             * Format: int64
             * @description When that was last tried.
             */
            tried_at?: number | null;
            /** @description What was wrong then; `null`: nothing. */
            trouble?: string | null;
        };
        /** @description US dollars per million tokens, or per what the name says. */
        PriceView: {
            cached_input?: string | null;
            input?: string | null;
            output?: string | null;
            per_hour?: string | null;
            per_image?: string | null;
            per_million_characters?: string | null;
            per_minute?: string | null;
            /** @description Credits for every request. */
            per_request?: string | null;
            per_second?: string | null;
        };
        /** @description What to change. A field that is left out stays as it is, one that is null is cleared. */
        ProviderFields: {
            api_key?: string | null;
            base_url?: string | null;
            disabled?: boolean | null;
        };
        /** @description One provider. */
        ProviderFigures: {
            credits: string;
            /** Format: int64 */
            failed: number;
            id: string;
            /** Format: int64 */
            requests: number;
        };
        /** @description One provider over the last 24 hours. */
        ProviderHealth: {
            /** Format: int64 */
            attempts: number;
            cooling: components["schemas"]["CoolingTarget"][];
            /** Format: int64 */
            duration_p50_ms?: number | null;
            /** Format: int64 */
            failed: number;
            /**
             * Format: int64
             * @description When it began to fail every time; Unix milliseconds. `null` while it serves.
             */
            failing_since?: number | null;
            /** Format: int64 */
            first_token_p50_ms?: number | null;
            last_error?: components["schemas"]["LastError"] | null;
            provider: string;
            /** @description `up`, `degraded`, `down`, `cooling`, `off` or `unknown`. */
            state: string;
        };
        /** @description An upstream account or engine. Its credential is never shown. */
        ProviderView: {
            base_url: string;
            cooling: components["schemas"]["Cooling"][];
            /** @description False while the key for credentials is locked away. */
            credential_readable: boolean;
            disabled: boolean;
            has_credential: boolean;
            id: string;
            label: string;
            /** @description How many models it serves. */
            models: number;
            vendor: string;
        };
        /** @description All providers. */
        Providers: {
            data: components["schemas"]["ProviderView"][];
        };
        /** @description All providers. */
        ProvidersHealth: {
            data: components["schemas"]["ProviderHealth"][];
        };
        /** @description The error that the client would get. */
        RefusalView: {
            code?: string | null;
            message: string;
            /** Format: int32 */
            status: number;
        };
        /** @description What one limit would have refused. */
        Refusals: {
            /** Format: int64 */
            first_at: number;
            first_request: string;
            /** @description `requests_per_minute`, `models`, `endpoints` or `budget`. */
            limit: string;
            /** Format: int64 */
            refused: number;
        };
        /** @description All that is known of a request. */
        RequestDetail: components["schemas"]["RequestRow"] & {
            attempts: components["schemas"]["AttemptView"][];
            bodies?: components["schemas"]["BodiesView"] | null;
            /** @description The ids of the files that it used. */
            files: string[];
            lines: components["schemas"]["LineView"][];
            skipped: components["schemas"]["SkipView"][];
        };
        /** @description A page of the log. */
        RequestPage: {
            data: components["schemas"]["RequestRow"][];
            /** @description The `before` of the next page; `null` at the end. */
            next?: string | null;
        };
        /** @description A line of the request log. */
        RequestRow: {
            attempt_outcomes: string[];
            /** @description Bodies were kept. */
            captured: boolean;
            credits_reserved?: string | null;
            /** @description `null`: unknown price. */
            credits_used?: string | null;
            /** Format: int64 */
            duration_ms: number;
            endpoint: string;
            error?: components["schemas"]["ErrorView"] | null;
            /** Format: int32 */
            fallback_depth: number;
            finish_reason?: string | null;
            /** Format: int64 */
            first_token_ms?: number | null;
            id: string;
            key?: string | null;
            key_name?: string | null;
            model?: string | null;
            model_used?: string | null;
            /** @description The owner's words on it. */
            note?: string | null;
            /** @description Kept however old it gets. */
            pinned: boolean;
            price_source?: string | null;
            provider?: string | null;
            /**
             * Format: int64
             * @description Unix milliseconds.
             */
            started_at: number;
            /** @description `running`, `settled` or `released`. */
            state: string;
            /** Format: int32 */
            status: number;
            stream: boolean;
            usage?: components["schemas"]["UsageView"] | null;
            usage_estimated: boolean;
            user_agent?: string | null;
            warnings: string[];
        };
        /** @description How many requests there were, and when. */
        RequestVolume: {
            /** Format: int64 */
            bucket_ms: number;
            buckets: components["schemas"]["VolumeBucket"][];
            /** Format: int64 */
            from: number;
            /**
             * Format: int64
             * @description Requests in all buckets.
             */
            matched: number;
            /** Format: int64 */
            to: number;
            /**
             * Format: int64
             * @description Requests in the whole log.
             */
            total: number;
        };
        /** @description How to rotate. */
        Rotation: {
            /**
             * Format: int32
             * @description How long the old secret keeps working; a day unless told.
             */
            overlap_seconds?: number | null;
        };
        /** @description What the window says of it. */
        SecretsStatus: {
            /** @description `keychain`, `file` or `none`. */
            backend: string;
            /** @description What to do about it. */
            message?: string | null;
            /** @description `ok`, `waiting`, `locked`, `unavailable` or `denied`. */
            state: string;
        };
        /** @description One setting that got another value. */
        SettingChangeView: {
            after: unknown;
            /**
             * Format: int64
             * @description Unix milliseconds.
             */
            at: number;
            before: unknown;
            /** Format: int64 */
            id: number;
            name: string;
        };
        /** @description What was changed, newest first; the last 200. */
        SettingChanges: {
            data: components["schemas"]["SettingChangeView"][];
        };
        /** @description A target that was passed over. */
        SkipView: {
            model: string;
            provider: string;
            /** @description In words. */
            why: string;
        };
        /** @description Some requests. */
        SomeRequests: {
            /** @description At the most 1,000. */
            ids: string[];
        };
        /** @description How the gateway is doing. */
        Status: {
            admin: string;
            /** @description What clients on this computer use as their base URL. */
            api: string;
            data_dir: string;
            /** @description Has a client other than the window called /v1 since the start? */
            external_request_seen: boolean;
            first_key?: components["schemas"]["FirstKey"] | null;
            in_flight: number;
            /** @description Was the address given for this run? Then the setting holds from the next start on. */
            listen_fixed: boolean;
            /** @description The usual address, where the first start found it taken and chose another one. */
            listen_moved_from?: string | null;
            /** @description Can only programs on this computer connect? */
            local_only: boolean;
            /** @description False while the request log can not be written; requests are served all the same. */
            log_writable: boolean;
            /** @description Are clients turned away? */
            paused: boolean;
            secrets: components["schemas"]["SecretsStatus"];
            /** Format: int64 */
            uptime_seconds: number;
            version: string;
        };
        /** @description What the files hold. */
        Storage: {
            /**
             * Format: int64
             * @description Requests whose bodies were kept.
             */
            bodies: number;
            /** Format: int64 */
            bodies_bytes: number;
            /** Format: int64 */
            database_bytes: number;
            /**
             * Format: int64
             * @description What is free on the disk; `null`: the system does not say.
             */
            free_bytes?: number | null;
            /**
             * Format: int64
             * @description When the oldest of them began, in Unix milliseconds.
             */
            oldest_at?: number | null;
            /**
             * Format: int64
             * @description Rows of the request log.
             */
            requests: number;
        };
        /** @description One place that serves the model. */
        TargetView: {
            model: string;
            price?: components["schemas"]["PriceView"] | null;
            price_source?: string | null;
            provider: string;
            /** @description `first`, `next` or `skipped`. */
            step: string;
            /** @description Its name there. */
            upstream: string;
            /** @description Why it is passed over, or asked although it failed lately. */
            why?: string | null;
        };
        /** @description What a provider answered when asked for its models. Nothing was spent. */
        Tested: {
            /** @description What went wrong, in words. */
            error?: string | null;
            /** Format: int64 */
            milliseconds: number;
            models: string[];
            ok: boolean;
        };
        /** @description What was used. */
        UsageView: {
            /** Format: int64 */
            cache_write_tokens: number;
            /** Format: int64 */
            cached_tokens: number;
            /** Format: int64 */
            characters: number;
            /** Format: int64 */
            completion_tokens: number;
            /**
             * Format: int64
             * @description Milliseconds of audio heard.
             */
            heard_ms: number;
            /** Format: int64 */
            images: number;
            /**
             * Format: int64
             * @description Milliseconds of audio or video made.
             */
            made_ms: number;
            /** Format: int64 */
            prompt_tokens: number;
            /** Format: int64 */
            reasoning_tokens: number;
        };
        /** @description An environment variable that holds a key. Its value is not read. */
        VariableView: {
            /** @description The provider of that vendor that is there already. */
            provider?: string | null;
            variable: string;
            vendor: string;
        };
        /** @description A company or an engine. */
        VendorView: {
            /** @description Where it answers; `null`: the provider has to say. */
            base_url?: string | null;
            /** @description `required`, `optional` or `none`. */
            credential: string;
            id: string;
            /** @description How its keys begin, as far as that is known; several vendors' may begin alike. */
            key_prefix?: string | null;
            label: string;
            /** @description It runs on the user's own machine or network. */
            local: boolean;
        };
        /** @description All vendors but the sandbox, which is always there. */
        Vendors: {
            data: components["schemas"]["VendorView"][];
        };
        /** @description A stretch of time. */
        VolumeBucket: {
            /**
             * Format: int64
             * @description When it begins.
             */
            at: number;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            requests: number;
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
    make_backup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackupFields"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": number[];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    client_log: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientLog"];
            };
        };
        responses: {
            /** @description It is in the log */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    diagnostics: {
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
                    "application/json": components["schemas"]["Diagnostics"];
                };
            };
        };
    };
    discover: {
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
                    "application/json": components["schemas"]["Discovered"];
                };
            };
        };
    };
    list_files: {
        parameters: {
            query?: {
                /** @description Of this sort: image, pdf, text, audio, video or other. */
                kind?: string;
                /** @description Of the key with this id. */
                key?: string;
                purpose?: string;
                /** @description With this in their name. */
                text?: string;
                /** @description By their age unless told. */
                order?: "created" | "filename" | "bytes";
                /** @description The least first; else the newest, the last or the longest. */
                ascending?: boolean;
                /** @description Behind this file. */
                after?: string;
                /** @description At the most so many: 100 unless told, never more than 500. */
                limit?: number;
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
                    "application/json": components["schemas"]["FilePage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    upload_file: {
        parameters: {
            query?: {
                /** @description The id of a key that is to see it; without it, only the window does. */
                key?: string;
                /** @description The id of the request whose answer it is, if it is one. */
                made_by?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FileForm"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileRow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    retrieve_file: {
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
                    "application/json": components["schemas"]["FileDetail"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    delete_file: {
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
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    file_content: {
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
                    "application/octet-stream": string;
                };
            };
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                /** @description video or music. */
                kind?: string;
                /** @description Those under way, or those that have ended. */
                active?: boolean;
                /** @description With this in their prompt, model or id. */
                text?: string;
                /** @description Behind this job. */
                after?: string;
                /** @description At the most so many: 50 unless told, never more than 200. */
                limit?: number;
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
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    retrieve_job: {
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
                    "application/json": components["schemas"]["JobDetail"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    forget_job: {
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
            /** @description It is gone, and its files */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cancel_job: {
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
                    "application/json": components["schemas"]["JobRow"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_keys: {
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
                    "application/json": components["schemas"]["Keys"];
                };
            };
        };
    };
    create_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyFields"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeKey"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    dry_run_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DryRunFields"];
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
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    keys_usage: {
        parameters: {
            query?: {
                /** @description So many days, today's included: 30 unless told, never more than 366. */
                days?: number;
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
                    "application/json": components["schemas"]["KeysUsage"];
                };
            };
        };
    };
    delete_key: {
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
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_key: {
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
                "application/json": components["schemas"]["KeyFields"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    rotate_key: {
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
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeKey"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_models: {
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
                    "application/json": components["schemas"]["Models"];
                };
            };
        };
    };
    put_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelFields"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    delete_model: {
        parameters: {
            query: {
                /** @description Its id, which may hold `/`. */
                id: string;
            };
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
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    overview: {
        parameters: {
            query?: {
                /** @description Unix milliseconds; a day before `to` unless told. */
                from?: number;
                /** @description Unix milliseconds; now unless told. */
                to?: number;
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
                    "application/json": components["schemas"]["Overview"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    cost_elsewhere: {
        parameters: {
            query?: {
                /** @description Unix milliseconds; a day before `to` unless told. */
                from?: number;
                /** @description Unix milliseconds; now unless told. */
                to?: number;
                /** @description Only this one: a model of the workspace, or `vendor/model` of the price list. */
                model?: string;
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
                    "application/json": components["schemas"]["Elsewhere"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    pause: {
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
                    "application/json": components["schemas"]["Status"];
                };
            };
        };
    };
    show_prices: {
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
                    "application/json": components["schemas"]["PriceListView"];
                };
            };
        };
    };
    list_providers: {
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
                    "application/json": components["schemas"]["Providers"];
                };
            };
        };
    };
    create_provider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProvider"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    show_providers_health: {
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
                    "application/json": components["schemas"]["ProvidersHealth"];
                };
            };
        };
    };
    delete_provider: {
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
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_provider: {
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
                "application/json": components["schemas"]["ProviderFields"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderView"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    test_provider: {
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
                    "application/json": components["schemas"]["Tested"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_requests: {
        parameters: {
            query?: {
                /** @description `status:5xx model:gpt* credits>0.5 -is:stream "rate limit"`: all must hold. */
                filter?: string;
                /** @description Started then or later; Unix milliseconds. */
                from?: number;
                /** @description Started before then. */
                to?: number;
                /** @description Older than this request. */
                before?: string;
                /** @description Newer than this request. */
                after?: string;
                /** @description At the most so many: 100 unless told, never more than 500. */
                limit?: number;
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
                    "application/json": components["schemas"]["RequestPage"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    delete_requests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SomeRequests"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedRequests"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    export_requests: {
        parameters: {
            query: {
                /** @description `status:5xx model:gpt* credits>0.5 -is:stream "rate limit"`: all must hold. */
                filter?: string;
                /** @description Started then or later; Unix milliseconds. */
                from?: number;
                /** @description Started before then. */
                to?: number;
                format: "csv" | "jsonl";
                /** @description Only these, with commas between them. */
                ids?: string;
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
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    request_volume: {
        parameters: {
            query?: {
                /** @description `status:5xx model:gpt* credits>0.5 -is:stream "rate limit"`: all must hold. */
                filter?: string;
                /** @description Started then or later; Unix milliseconds. */
                from?: number;
                /** @description Started before then. */
                to?: number;
                /** @description In so many stretches of time: 60 unless told, never more than 500. */
                buckets?: number;
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
                    "application/json": components["schemas"]["RequestVolume"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    retrieve_request: {
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
                    "application/json": components["schemas"]["RequestDetail"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    delete_request: {
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
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    mark_request: {
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
                "application/json": components["schemas"]["MarkFields"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestRow"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_exchanges: {
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
                    "application/json": components["schemas"]["Exchanges"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    stop_request: {
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
            /** @description It ends now */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    restore_backup: {
        parameters: {
            query?: never;
            header: {
                /** @description Percent-encoded */
                "x-turnpike-passphrase": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": number[];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counts"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    resume: {
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
                    "application/json": components["schemas"]["Status"];
                };
            };
        };
    };
    preview_route: {
        parameters: {
            query: {
                /** @description The model that is asked for. */
                model: string;
                /** @description The id of the key that asks; without it, the window's own. */
                key?: string;
                /** @description Providers to take as down, with commas between them. */
                down?: string;
                /** @description What the request needs: `tools`, `vision`, `json_schema`, `audio_input`, `pdf`, with commas between them. */
                needs?: string;
                /** @description How many tokens the request has at the least. */
                tokens?: number;
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
                    "application/json": components["schemas"]["Preview"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    show_settings: {
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
                    "application/json": components["schemas"]["Live"];
                };
            };
        };
    };
    change_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Live"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_setting_changes: {
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
                    "application/json": components["schemas"]["SettingChanges"];
                };
            };
        };
    };
    revert_setting_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
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
                    "application/json": components["schemas"]["Live"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    status: {
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
                    "application/json": components["schemas"]["Status"];
                };
            };
        };
    };
    storage: {
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
                    "application/json": components["schemas"]["Storage"];
                };
            };
        };
    };
    compact_storage: {
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
                    "application/json": components["schemas"]["Storage"];
                };
            };
        };
    };
    list_vendors: {
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
                    "application/json": components["schemas"]["Vendors"];
                };
            };
        };
    };
}
