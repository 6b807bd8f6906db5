// Sections are parts of headers and of grants: their codec is shared within the room.
#pragma once

#include "schema/wire/messages.capnp.h"
#include "sync/wire/field_check.h"

namespace tirkeu::wire {

inline constexpr std::size_t kSectionWords = 16;

inline void write_section(const Section& section, capnp_messages::Section::Builder builder) {
  builder.setIncarnation(section.incarnation);
  builder.setKind(static_cast<std::uint8_t>(section.kind));
  builder.setFirstSequence(section.first);
  builder.setCount(section.count);
  builder.setHeadDigest(data_of(section.head));
}

inline Section read_section(capnp_messages::Section::Reader reader, std::size_t count_max, FieldCheck& check) {
  Section section;
  section.incarnation = check.incarnation(reader.getIncarnation(), "section.incarnation");
  section.kind = check.one_of(reader.getKind(), LogKind::kOffice, LogKind::kVerdicts, "section.kind");
  section.first = reader.getFirstSequence();
  section.count = reader.getCount();
  check.require(section.count <= count_max, "section.count");
  check.require(section.first > 0 && section.first <= kSequenceMax - section.count, "section.firstSequence");
  section.head = check.exactly<32>(reader.getHeadDigest(), "section.headDigest");
  return section;
}

}  // namespace tirkeu::wire
