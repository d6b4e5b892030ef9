/** The words of what plays sound. */
export const sound = {
  play: (what: string) => `Play: ${what}`,
  pause: (what: string) => `Pause: ${what}`,
  place: (what: string) => `Place in: ${what}`,
  at: (time: string, length: string) => `${time} of ${length}`,
  unplayable: (type: string) => `This window can not play ${type || "this sound"}. Download it to listen.`,
};
