// Types for the client, from the gateway's own document. Its own folder, since the generator needs TypeScript 5.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const folder = new URL("../../src/api/", import.meta.url);
const document = JSON.parse(await readFile(new URL("openapi.json", folder), "utf8"));

// A default says what the gateway fills in, not that a caller has to send it.
const types = await openapiTS(document, { defaultNonNullable: false });
const notice = "// Made from openapi.json by `make client`; changes belong in the handlers.\n";
await writeFile(new URL("schema.d.ts", folder), notice + astToString(types));
