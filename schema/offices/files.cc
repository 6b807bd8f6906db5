#include "schema/offices/files.h"

// files() itself is made by the build from the data files (sync/base/embed.cmake).
