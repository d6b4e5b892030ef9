import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useGateway } from "../../api/gateway";
import type { LogQuery } from "../../api/log";
import { Button } from "../../parts/Button";
import { strings } from "../../strings";
import { costsQuery } from "../queries";
import type { OtherCost } from "../types";

const words = strings.overview.elsewhere;

/** Prices one more model, by its name in the workspace or in the price list. */
export function PriceForm({ time, onPriced }: { time: LogQuery; onPriced: (model: OtherCost) => void }) {
  const { client } = useGateway();
  const cache = useQueryClient();
  const [model, setModel] = useState("");
  const problem = useId();
  const price = useMutation({
    mutationFn: (id: string) => cache.fetchQuery(costsQuery(client, time, id)),
    onSuccess: ({ models: [priced] }) => {
      if (!priced || priced.credits === null) return;
      onPriced(priced);
      setModel("");
    },
  });
  const [found] = price.data?.models ?? [];
  const complaint = price.error?.message ?? (found?.credits === null ? found.why_not : null);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (model.trim() !== "") price.mutate(model.trim());
  }

  return (
    <form onSubmit={submit} className="flex flex-wrap items-center justify-end gap-2">
      {complaint && (
        <p id={problem} role="alert" className="text-meta text-danger">
          {complaint}
        </p>
      )}
      <input
        aria-label={words.another}
        aria-describedby={complaint ? problem : undefined}
        aria-invalid={complaint ? true : undefined}
        placeholder={words.anotherHint}
        autoComplete="off"
        spellCheck={false}
        value={model}
        onChange={(event) => {
          setModel(event.target.value);
          price.reset();
        }}
        className={`h-7 w-64 rounded-control border bg-surface px-2.5 font-mono text-meta focus-visible:-outline-offset-1 ${complaint ? "border-danger" : "border-line-input"}`}
      />
      <Button type="submit" disabled={price.isPending || model.trim() === ""}>
        {words.price}
      </Button>
    </form>
  );
}
