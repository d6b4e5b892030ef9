import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../api/gateway";
import { activeJobsQuery } from "./queries";
import { isActive } from "./state";

/** How many jobs are under way. */
export function useActiveCount(): number {
  const { client } = useGateway();
  const { data } = useQuery(activeJobsQuery(client, {}));
  if (!data) return 0;
  // One that has just ended stands in the list until it is read again.
  return data.next === null ? data.data.filter(isActive).length : data.active;
}
