import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../../api/gateway";
import { strings } from "../../strings";
import { numberTrouble } from "../checks";
import { ChoiceControl, TextControl } from "../controls";
import { settingsQuery, useSetting } from "../queries";
import type { ControlProps, Section } from "../rows";

const words = strings.settings.logs;
/** Ten years, and a terabyte: what the gateway takes. */
const MOST_DAYS = 3_653;
const MOST_MB = 1_048_576;

function Capture(props: ControlProps) {
  const { value, save, savedAt, error } = useSetting("capture");
  const options = Object.entries(words.capture).map(([id, label]) => ({ value: id, label }));
  return (
    <ChoiceControl
      {...props}
      options={options}
      value={value}
      onChange={save}
      savedAt={savedAt}
      error={error?.message}
    />
  );
}

/** A row for one of the settings that are a number. */
function amount(name: "body_retention_days" | "body_limit_mb" | "log_limit_mb", unit: string, most: number) {
  return function Amount(props: ControlProps) {
    const { value, save, savedAt, error } = useSetting(name);
    return (
      <TextControl
        {...props}
        numeric
        unit={unit}
        className="w-28"
        value={value === undefined ? undefined : String(value)}
        check={(text) => numberTrouble(text, most)}
        onSave={(text) => save(Number(text))}
        savedAt={savedAt}
        error={error?.message}
      />
    );
  };
}

function LogDays(props: ControlProps) {
  const { client } = useGateway();
  const plan = useQuery(settingsQuery(client)).data?.plan;
  const { value, save, savedAt, error } = useSetting("log_retention_days");
  return (
    <TextControl
      {...props}
      numeric
      unit={words.days}
      className="w-32"
      placeholder={plan && words.asPlan}
      value={value === undefined ? undefined : String(value ?? "")}
      check={(text) => (text === "" ? undefined : numberTrouble(text, MOST_DAYS))}
      onSave={(text) => save(text === "" ? null : Number(text))}
      savedAt={savedAt}
      error={error?.message}
    />
  );
}

export const logs: Section = {
  id: "logs",
  title: words.title,
  rows: [
    { id: "capture", ...words.rows.capture, applies: "now", Control: Capture },
    {
      id: "body-days",
      ...words.rows.bodyDays,
      applies: "now",
      Control: amount("body_retention_days", words.days, MOST_DAYS),
    },
    { id: "body-mb", ...words.rows.bodyMegabytes, applies: "now", Control: amount("body_limit_mb", "MB", MOST_MB) },
    { id: "log-days", ...words.rows.logDays, applies: "now", Control: LogDays },
    { id: "log-mb", ...words.rows.logMegabytes, applies: "now", Control: amount("log_limit_mb", "MB", MOST_MB) },
  ],
};
