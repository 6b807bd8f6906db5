// A large file gets its name only when all of it is on the disk.
//
// Whoever writes a database for a new folder writes it under another name beside it, finishes everything that belongs to it, and
// then calls put_in_place(). Killed or without power at any moment, there is either no such file or the finished one, so the
// same command can be given again.
#pragma once

#include <filesystem>

namespace tirkeu::base {

/// `written` lies in the folder of `name`, and nobody has it open. Durable when it returns. Throws DiskError: `written` is still there then, and
/// a file that has the name already is untouched.
void put_in_place(const std::filesystem::path& written, const std::filesystem::path& name);

}  // namespace tirkeu::base
