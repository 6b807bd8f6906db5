// Sending one application for acceptance, and what can come of it: a ticket, findings, the first-application question, or silence.
//
// The idempotency key is stored in the draft before the request leaves. If the answer is lost, pressing again (also after a reload)
// repeats the same request: the node answers with the ticket that it may already have given.
import type { MutableRef } from "preact/hooks";
import { useState } from "preact/hooks";
import * as calls from "../api/calls";
import { ApiError } from "../api/client";
import { read_first, read_horizon } from "../api/read";
import type { Accepted, FirstApplication, Horizon } from "../api/types";
import { uuid } from "../base/uuid";
import { type Form, body_of_form } from "../record/form";
import { paper_of_form, paper_problem } from "./PaperTicket";
import type { DraftBody, DraftKeeper } from "./draft_keeper";

export interface AcceptanceFailure { error: unknown; form: Form }
export interface Question { code: string; first: FirstApplication; horizon: Horizon | null }
/** The last hit, for the referral sheet; held in memory only. */
export let last_question: { question: Question; form: Form } | undefined;
export function forget_question(): void {
  last_question = undefined;
}

interface AcceptanceUse {
  keeper: DraftKeeper;
  attempt: MutableRef<DraftBody["attempt"]>;
  on_accepted: (accepted: Accepted) => void;
}

export function useAcceptance(use: AcceptanceUse) {
  const [busy, set_busy] = useState(false);
  const [failure, set_failure] = useState<AcceptanceFailure | undefined>(undefined);
  const [question, set_question] = useState<Question | undefined>(undefined);

  const send = async (form: Form, despite?: string): Promise<"accepted" | "findings" | "question" | "failed"> => {
    const { body, unreadable } = body_of_form(form);
    if (unreadable.length > 0 || paper_problem(form) !== undefined) return "findings";
    const request = {
      ...body,
      ...paper_of_form(form),
      ...(form.filing === undefined ? {} : { filing: form.filing.id }),
      ...(form.visit === undefined ? {} : { visit: form.visit.id }),
      ...(form.portal_request === undefined ? {} : { portal_request: form.portal_request }),
      ...(form.mrz.length > 0 ? { mrz: form.mrz.join("\n") } : {}),
      ...(despite === undefined ? {} : { despite: { reason: despite } }),
      draft: use.keeper.slot,
    };
    const text = JSON.stringify(request);
    if (use.attempt.current?.body !== text) use.attempt.current = { key: uuid(), body: text };
    set_busy(true);
    set_failure(undefined);
    use.keeper.changed({ ...form, attempt: use.attempt.current });
    await use.keeper.flush();
    try {
      const accepted = await calls.accept(request, use.attempt.current.key);
      set_question(undefined);
      use.on_accepted(accepted);
      return "accepted";
    } catch (error) {
      return refused(error, form);
    } finally {
      set_busy(false);
    }
  };

  const refused = (error: unknown, form: Form): "findings" | "question" | "failed" => {
    // A definite no wrote nothing; the next try is a new one.
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) use.attempt.current = undefined;
    const first = error instanceof ApiError && error.status === 409 ? read_first(error.details["first"]) : null;
    set_failure({ error, form });
    if (error instanceof ApiError && first) {
      const asked = { code: error.code, first, horizon: read_horizon(error.details["horizon"]) };
      last_question = { question: asked, form };
      set_question(asked);
      return "question";
    }
    set_question(undefined);
    return error instanceof ApiError && error.status === 422 ? "findings" : "failed";
  };

  const close_question = () => {
    set_question(undefined);
    set_failure(undefined);
  };
  return { busy, failure, question, send, close_question };
}
