import { useQuery } from "@tanstack/react-query";
import { answer } from "../../api/client";
import { useGateway } from "../../api/gateway";
import type { PriceList } from "../../api/types";
import { ago, exactTime, useNow } from "../../format/time";
import { strings } from "../../strings";
import { ChoiceControl } from "../controls";
import { useSetting } from "../queries";
import type { ControlProps, Section } from "../rows";

const words = strings.settings.prices;

function Refresh(props: ControlProps) {
  const { value, save, savedAt, error } = useSetting("refresh_prices");
  return (
    <ChoiceControl
      {...props}
      options={[
        { value: "off", label: words.refresh.off },
        { value: "on", label: words.refresh.on },
      ]}
      value={value === undefined ? undefined : value ? "on" : "off"}
      onChange={(to) => save(to === "on")}
      savedAt={savedAt}
      error={error?.message}
    />
  );
}

function Listed() {
  const { client } = useGateway();
  const now = useNow();
  const wanted = useSetting("refresh_prices").value === true;
  const { data } = useQuery({
    queryKey: ["settings", "prices"],
    queryFn: () => answer<PriceList>(client.GET("/prices")),
  });
  if (!data) return null;
  const { source, checked_at: checkedAt, tried_at: triedAt, trouble } = data;
  return (
    <>
      <span className="flex flex-col items-end gap-0.5">
        <code className="font-mono text-meta select-text">{source}</code>
        {wanted && checkedAt !== null && (
          <time className="text-meta text-subtle" title={exactTime(checkedAt)}>
            {words.checked(ago(checkedAt, now))}
          </time>
        )}
        {wanted && triedAt === null && <span className="text-meta text-subtle">{words.asking}</span>}
      </span>
      {wanted && trouble !== null && triedAt !== null && (
        <p role="alert" className="col-span-2 mt-1.5 text-right text-meta text-warning">
          {words.failed(ago(triedAt, now), trouble)}
        </p>
      )}
    </>
  );
}

export const prices: Section = {
  id: "prices",
  title: words.title,
  rows: [
    { id: "refresh-prices", ...words.rows.refresh, applies: "now", Control: Refresh },
    { id: "price-list", ...words.rows.list, Control: Listed },
  ],
};
