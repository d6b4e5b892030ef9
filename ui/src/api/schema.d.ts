// Made from openapi.json by `make client`; changes belong in the handlers.
export interface paths {
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
        /** @description Bodies, where they were kept. */
        BodiesView: {
            request: string;
            request_truncated: boolean;
            response: string;
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
        /** @description The error that the client was sent. */
        ErrorView: {
            code?: string | null;
            message: string;
            param?: string | null;
            type: string;
        };
        /** @description The key that the very first start made. Its secret is known until the app ends. */
        FirstKey: {
            id: string;
            name: string;
            secret: string;
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
        /** @description A line of the bill. */
        LineView: {
            /** Format: int64 */
            count: number;
            credits: string;
            /** @description US dollars per million. */
            rate: string;
            /** @description `input`, `cached_input`, `cache_write`, `output` or `request`. */
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
             * @description Names other than loopback's by which clients may reach /v1.
             * @default []
             */
            hosts?: string[];
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
        /** @description A model to make or to replace. */
        ModelFields: {
            /** @description `null`: unknown. */
            capabilities?: string[] | null;
            fallbacks?: string[];
            id: string;
            kind: string;
            price?: components["schemas"]["PriceFields"] | null;
            provider: string;
            /** @description Its name there; the same unless told. */
            upstream?: string | null;
        };
        /** @description A name that clients may ask for. */
        ModelView: {
            /** @description Its own; `null`: what is known of its vendor and of the model counts. */
            capabilities?: string[] | null;
            fallbacks: string[];
            id: string;
            kind: string;
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
            id: string;
            vendor: string;
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
        /** @description US dollars per million tokens. */
        PriceView: {
            cached_input?: string | null;
            input?: string | null;
            output?: string | null;
            /** @description Credits for every request. */
            per_request?: string | null;
        };
        /** @description What to change. A field that is left out stays as it is, one that is null is cleared. */
        ProviderFields: {
            api_key?: string | null;
            base_url?: string | null;
            disabled?: boolean | null;
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
        /** @description All that is known of a request. */
        RequestDetail: components["schemas"]["RequestRow"] & {
            attempts: components["schemas"]["AttemptView"][];
            bodies?: components["schemas"]["BodiesView"] | null;
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
        /** @description A target that was passed over. */
        SkipView: {
            model: string;
            provider: string;
            /** @description In words. */
            why: string;
        };
        /** @description How the gateway is doing. */
        Status: {
            admin: string;
            /** @description What clients use as their base URL. */
            api: string;
            /** @description Has a client other than the window called /v1 since the start? */
            external_request_seen: boolean;
            first_key?: components["schemas"]["FirstKey"] | null;
            in_flight: number;
            /** @description False while the request log can not be written; requests are served all the same. */
            log_writable: boolean;
            secrets: components["schemas"]["SecretsStatus"];
            /** Format: int64 */
            uptime_seconds: number;
            version: string;
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
        /** @description Tokens. */
        UsageView: {
            /** Format: int64 */
            cached_tokens: number;
            /** Format: int64 */
            completion_tokens: number;
            /** Format: int64 */
            prompt_tokens: number;
            /** Format: int64 */
            reasoning_tokens: number;
        };
        /** @description A company or an engine. */
        VendorView: {
            /** @description Where it answers; `null`: the provider has to say. */
            base_url?: string | null;
            /** @description `required`, `optional` or `none`. */
            credential: string;
            id: string;
            label: string;
            /** @description It runs on the user's own machine or network. */
            local: boolean;
        };
        /** @description All vendors but the sandbox, which is always there. */
        Vendors: {
            data: components["schemas"]["VendorView"][];
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
                /** @description At the most so many: 100 unless told, never more than 500. */
                limit?: number;
                /** @description Older than this request. */
                before?: string;
                /** @description Of this key. */
                key?: string;
                /** @description That asked for, or were served by, this model. */
                model?: string;
                /** @description Served by this provider. */
                provider?: string;
                /** @description `ok`, `error`, a status like `429`, or a class like `5xx`. */
                status?: string;
                /** @description Only those that a fallback served. */
                fallback?: boolean;
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
                "application/json": Record<string, never>;
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
