// The statements of Book, shared by its two sources: book.cc writes, book_read.cc reads. Internal to the room.
#pragma once

#include <tuple>

#include "sync/store/book.h"
#include "sync/store/fact_rows.h"
#include "sync/store/particulars.h"

namespace tirkeu::store {

struct Book::Statements {
  Database& database;

  Statement add_acceptance{
      database,
      "INSERT INTO application (id, office, ticket_number, accepted_at, clerk, rule_set, despite_reason,"
      " despite_first, origin, paper_number, filing, visit, portal_request, " TIRKEU_PARTICULARS
      ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " TIRKEU_PARTICULARS_MARKS ")"};
  Statement add_correction{database,
                           "INSERT INTO correction (id, application_id, recorded_at, clerk, reason, " TIRKEU_PARTICULARS
                           ") VALUES (?, ?, ?, ?, ?, " TIRKEU_PARTICULARS_MARKS ")"};
  Statement add_later_papers{database,
                             "INSERT INTO later_papers (id, application_id, recorded_at, clerk, papers)"
                             " VALUES (?, ?, ?, ?, ?)"};
  Statement add_decision{database,
                         "INSERT INTO decision (id, application_id, recorded_at, clerk, outcome, ground, text, missing,"
                         " rule_set, registered_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement add_withdrawal{database,
                           "INSERT INTO withdrawal (id, application_id, recorded_at, clerk, reason)"
                           " VALUES (?, ?, ?, ?, ?)"};
  Statement add_departure{database,
                          "INSERT INTO departure (id, application_id, recorded_at, clerk, departed_on, note)"
                          " VALUES (?, ?, ?, ?, ?, ?)"};
  Statement add_verdict{
      database,
      "INSERT INTO verdict (id, application_id, decided_at, outcome, grade, first_application_id, first_office,"
      " first_ticket_number, first_accepted_at, reason_key, reason_arguments, evidence, decided_by)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement add_index_key{database, "INSERT INTO index_key (id, generation, sealed_to, sealed) VALUES (?, ?, ?, ?)"};
  Statement add_index_entry{
      database,
      "INSERT INTO index_entry (id, application_id, generation, tag, office, ticket_number, accepted_on,"
      " entry_date) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement add_index_ended{database,
                            "INSERT INTO index_ended (id, index_entry_id, ended_on, cause) VALUES (?, ?, ?, ?)"};
  Statement add_rule_set{database, "INSERT INTO rule_set (id, rule_set, content, issued_at, issued_by) VALUES (?, ?, ?, ?, ?)"};
  Statement add_revocation{
      database,
      "INSERT INTO revocation (id, incarnation, sign_key, last_sequence, reason, revoked_at, revoked_by)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)"};
  Statement add_judgement{database,
                          "INSERT INTO judgement (id, decided_at, decided_by, claims, first_application_id, reason)"
                          " VALUES (?, ?, ?, ?, ?, ?)"};

  Statement acceptance{database,
                       "SELECT id, office, ticket_number, accepted_at, clerk, rule_set, despite_reason, "
                       "despite_first, origin, paper_number, filing, visit, portal_request, " TIRKEU_PARTICULARS
                       " FROM application WHERE id = ?1"};
  Statement filing{database,
                   "SELECT id FROM application WHERE id = ?1 UNION SELECT id FROM application WHERE filing = ?1"
                   " AND filing IS NOT NULL ORDER BY id"};
  Statement corrections{database, "SELECT id, application_id, recorded_at, clerk, reason, " TIRKEU_PARTICULARS
                                  " FROM correction WHERE application_id = ?1 ORDER BY id"};
  Statement later_papers{database,
                         "SELECT id, application_id, recorded_at, clerk, papers FROM later_papers"
                         " WHERE application_id = ?1 ORDER BY id"};
  Statement decisions{database,
                      "SELECT id, application_id, recorded_at, clerk, outcome, ground, text, missing, rule_set,"
                      " registered_until FROM decision WHERE application_id = ?1 ORDER BY id"};
  Statement withdrawals{database,
                        "SELECT id, application_id, recorded_at, clerk, reason FROM withdrawal"
                        " WHERE application_id = ?1 ORDER BY id"};
  Statement departures{database,
                       "SELECT id, application_id, recorded_at, clerk, departed_on, note FROM departure"
                       " WHERE application_id = ?1 ORDER BY id"};
  Statement verdicts{
      database,
      "SELECT id, application_id, decided_at, outcome, grade, first_application_id, first_office,"
      " first_ticket_number, first_accepted_at, reason_key, reason_arguments, evidence, decided_by FROM verdict"
      " WHERE application_id = ?1 ORDER BY id"};
  Statement index_keys{database, "SELECT id, generation, sealed_to, sealed FROM index_key ORDER BY id"};
  // An index entry lives until somebody wrote that it ended.
  Statement index_entries{
      database,
      "SELECT id, application_id, generation, tag, office, ticket_number, accepted_on, entry_date"
      " FROM index_entry WHERE tag = ?1 AND generation = ?2"
      " AND NOT EXISTS (SELECT 1 FROM index_ended WHERE index_entry_id = index_entry.id) ORDER BY id"};
  Statement index_entries_of{
      database,
      "SELECT id, application_id, generation, tag, office, ticket_number, accepted_on, entry_date"
      " FROM index_entry WHERE application_id = ?1"
      " AND NOT EXISTS (SELECT 1 FROM index_ended WHERE index_entry_id = index_entry.id) ORDER BY id"};
  Statement rule_sets{database, "SELECT id, rule_set, content, issued_at, issued_by FROM rule_set ORDER BY id"};
  Statement revocations{database,
                        "SELECT id, incarnation, sign_key, last_sequence, reason, revoked_at, revoked_by"
                        " FROM revocation ORDER BY id"};
  Statement judgements{
      database, "SELECT id, decided_at, decided_by, claims, first_application_id, reason FROM judgement ORDER BY id"};

  template <class Fact>
  FactRows<Fact>& rows() {
    return std::get<FactRows<Fact>>(day);
  }
  std::tuple<FactRows<Extension>, FactRows<AddressChange>, FactRows<DuplicateCard>, FactRows<Custody>, FactRows<Visit>,
             FactRows<Complaint>, FactRows<ComplaintStep>, FactRows<Feedback>, FactRows<Audit>, FactRows<PersonJudgement>,
             FactRows<PersonNotice>, FactRows<PlaceTransfer>, FactRows<PortalRequest>, FactRows<Attachment>,
             FactRows<Restated>>
      day{database, database, database, database, database, database, database, database, database, database, database, database, database,
          database, database};
};

}  // namespace tirkeu::store
