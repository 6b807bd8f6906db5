// The measures, each a function that builds what it needs below `folder` and reports.
#pragma once

#include <filesystem>

#include "tests/bench/department.h"
#include "tests/bench/report.h"

namespace tirkeu::bench {

/// Bytes of one round that brings 1, 10, 100 and 1,000 registrations up and their verdicts down.
void measure_wire(const std::filesystem::path& folder, const Report& report);

/// The same for one registration of 25 fields and for a thousand, part by part, and how long a slow line takes.
void measure_registrations(const std::filesystem::path& folder, const Report& report);

/// What the other measures work on: office 0 has sent `index_entries` registrations to the hub, office 1 holds the
/// index of them. Measures on the way what the hub takes in.
std::unique_ptr<Department> measure_hub(const std::filesystem::path& folder, std::size_t index_entries,
                                        const Report& report);
/// Acceptances and the check before them, at office 1.
void measure_node(Department& department, const std::filesystem::path& folder, const Report& report);
/// Peak memory of the real programs in `programs` on what measure_hub left behind (closed meanwhile). Office 1 brings a
/// backlog of 1,000 registrations with it.
void measure_memory(const std::filesystem::path& hub_folder, const std::filesystem::path& node_folder,
                    const std::filesystem::path& programs, const std::filesystem::path& folder, const Report& report);
/// `entries` taken in by the hub in bundles of 100, and in turn with each bundle the rows that it wrote by bare prepared
/// INSERTs into a database of the same shape.
void measure_admission(const std::filesystem::path& folder, std::size_t entries, const Report& report);
/// The same person with another document: arrivals matched by the hub against `people` applications, how long and how
/// well.
void measure_persons(const std::filesystem::path& folder, std::size_t people, const Report& report);

/// An index of `entries`: its bytes on the line and in the office's database, and how long a look-up takes.
void measure_index(const std::filesystem::path& folder, std::size_t entries, const Report& report);
/// Twenty offices with `applications` each come back at once over slow lines (stampede.h), three times: when each has its
/// verdicts, and what the hub's memory does.
void measure_return(const std::filesystem::path& folder, std::size_t applications, const Report& report);

}  // namespace tirkeu::bench
