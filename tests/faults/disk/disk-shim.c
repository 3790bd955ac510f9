/*
 * Stands between a process and one folder of its disk (LD_PRELOAD). It writes down, in order, everything that
 * changes a file below that folder, so that the files can be built again as a loss of power would have left them;
 * and it can let the Nth of these calls fail, or kill the process there.
 *
 *   DISK_SHIM_FOLDER   the folder, absolute
 *   DISK_SHIM_LOG      where the record goes, outside the folder; none where it is not set
 *   DISK_SHIM_MARKS    a file whose writes are not the disk's but the program's own notes in the record
 *   DISK_SHIM_AT       the number of the call (from 1) at which the fault begins
 *   DISK_SHIM_FAULT    eio | enospc | short (half is written, then no space) | kill | kill-short; or read: then
 *                      calls that read are counted instead, and answer EIO
 *   DISK_SHIM_UNTIL    the fault stays until this file is there; without it, it is met once
 *
 * A note is recorded with the number of calls so far (low half: changes, high half: reads).
 * A record: kind (1 byte), descriptor (u32), position (u64), length (u32), then `length` bytes, little-endian.
 * The mapped -shm file is not seen, and need not be: SQLite makes it anew after a crash.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define DESCRIPTORS 65536
enum place { ELSEWHERE, ON_THE_DISK, NOTES };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static unsigned char places[DESCRIPTORS];
static const char *folder, *notes, *fault, *until;
static size_t folder_length;
static long fault_at, calls, reads;
static int record_to = -1;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found == NULL) abort();
  return found;
}

__attribute__((constructor)) static void begin(void) {
  const char *log = getenv("DISK_SHIM_LOG"), *at = getenv("DISK_SHIM_AT");
  folder = getenv("DISK_SHIM_FOLDER");
  notes = getenv("DISK_SHIM_MARKS");
  fault = getenv("DISK_SHIM_FAULT");
  until = getenv("DISK_SHIM_UNTIL");
  fault_at = at == NULL ? 0 : atol(at);
  if (folder == NULL) return;
  folder_length = strlen(folder);
  if (log != NULL) record_to = REAL(open64)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static enum place place_of(const char *path) {
  if (folder == NULL || path == NULL) return ELSEWHERE;
  if (notes != NULL && strcmp(path, notes) == 0) return NOTES;
  if (strncmp(path, folder, folder_length) != 0) return ELSEWHERE;
  return path[folder_length] == '/' || path[folder_length] == '\0' ? ON_THE_DISK : ELSEWHERE;
}

static enum place place_of_descriptor(int fd) {
  return fd >= 0 && fd < DESCRIPTORS ? (enum place)places[fd] : ELSEWHERE;
}

/* The path below the folder, "" for the folder itself. */
static const char *inside(const char *path) {
  return path[folder_length] == '/' ? path + folder_length + 1 : path + folder_length;
}

static void record_in(char kind, int fd, uint64_t position, const struct iovec *parts, int count) {
  unsigned char head[17];
  uint32_t number = (uint32_t)fd, length = 0;
  if (record_to < 0) return;
  for (int part = 0; part < count; part++) length += (uint32_t)parts[part].iov_len;
  head[0] = (unsigned char)kind;
  memcpy(head + 1, &number, 4);
  memcpy(head + 5, &position, 8);
  memcpy(head + 13, &length, 4);
  if (REAL(write)(record_to, head, sizeof head) != sizeof head) abort();
  for (int part = 0; part < count; part++) {
    const char *bytes = parts[part].iov_base;
    for (size_t done = 0; done < parts[part].iov_len;) {
      ssize_t written = REAL(write)(record_to, bytes + done, parts[part].iov_len - done);
      if (written <= 0) abort();
      done += (size_t)written;
    }
  }
}

static void record(char kind, int fd, uint64_t position, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  record_in(kind, fd, position, &part, length > 0 ? 1 : 0);
}

static void record_names(char kind, const char *from, const char *to) {
  struct iovec parts[3] = {
      {(void *)inside(from), strlen(inside(from))}, {(void *)"\n", 1}, {(void *)inside(to), strlen(inside(to))}};
  record_in(kind, 0, 0, parts, 3);
}

static int is_met(long number) {
  if (fault == NULL || fault_at == 0 || number < fault_at) return 0;
  return until == NULL ? number == fault_at : access(until, F_OK) != 0;
}

/* Counts a call that changes the disk. True where it must fail; `half` where a part of it is done first. */
static int fails(int *half) {
  calls += 1;
  *half = 0;
  if (fault == NULL || strcmp(fault, "read") == 0 || !is_met(calls)) return 0;
  if (strcmp(fault, "kill") == 0) kill(getpid(), SIGKILL);
  *half = strcmp(fault, "short") == 0 || strcmp(fault, "kill-short") == 0;
  errno = strcmp(fault, "eio") == 0 ? EIO : ENOSPC;
  return 1;
}

static void after_half(void) {
  if (strcmp(fault, "kill-short") == 0) kill(getpid(), SIGKILL);
  errno = ENOSPC;
}

/* What cannot be done by half is refused whole, and a process that dies by half dies there. */
static int refused(void) {
  int half;
  if (!fails(&half)) return 0;
  if (half) after_half();
  return 1;
}

/* A disk without space still opens, empties and removes; only a broken one refuses that too. */
static int refused_where_broken(void) {
  int half;
  if (!fails(&half)) return 0;
  if (half) {
    if (strcmp(fault, "kill-short") == 0) kill(getpid(), SIGKILL);
    return 0;
  }
  return errno != ENOSPC;
}

static int note_opened(int fd, const char *path, int flags, enum place place) {
  if (fd < 0 || fd >= DESCRIPTORS) return fd;
  places[fd] = (unsigned char)place;
  if (place == ON_THE_DISK) record('O', fd, (uint64_t)flags, inside(path), strlen(inside(path)));
  return fd;
}

static int opened(const char *path, int flags, mode_t mode) {
  enum place place = place_of(path);
  if (place == ELSEWHERE) {
    int fd = REAL(open64)(path, flags, mode);
    if (fd >= 0 && fd < DESCRIPTORS) places[fd] = ELSEWHERE;
    return fd;
  }
  pthread_mutex_lock(&turn);
  int creates = place == ON_THE_DISK && (flags & O_CREAT) != 0 && access(path, F_OK) != 0;
  int fd = creates && refused() ? -1 : note_opened(REAL(open64)(path, flags, mode), path, flags, place);
  pthread_mutex_unlock(&turn);
  return fd;
}

#define OPENING(name)                                 \
  int name(const char *path, int flags, ...) {        \
    va_list more;                                     \
    va_start(more, flags);                            \
    mode_t mode = (mode_t)va_arg(more, unsigned);     \
    va_end(more);                                     \
    return opened(path, flags, mode);                 \
  }
OPENING(open)
OPENING(open64)

/* With a folder's descriptor: where that is ours, the whole path is put together. */
static int whole_path(int at, const char *path, char *whole) {
  char link[64];
  if (path[0] == '/') return snprintf(whole, PATH_MAX, "%s", path) < PATH_MAX;
  if (at == AT_FDCWD) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", at);
  ssize_t length = readlink(link, whole, PATH_MAX - 1);
  if (length < 0 || length + 1 + (ssize_t)strlen(path) >= PATH_MAX) return 0;
  snprintf(whole + length, (size_t)(PATH_MAX - length), "/%s", path);
  return 1;
}

#define OPENING_AT(name)                                                  \
  int name(int at, const char *path, int flags, ...) {                    \
    char whole[PATH_MAX];                                                 \
    va_list more;                                                         \
    va_start(more, flags);                                                \
    mode_t mode = (mode_t)va_arg(more, unsigned);                         \
    va_end(more);                                                         \
    if (whole_path(at, path, whole)) return opened(whole, flags, mode);   \
    return REAL(openat64)(at, path, flags, mode);                         \
  }
OPENING_AT(openat)
OPENING_AT(openat64)

int close(int fd) {
  pthread_mutex_lock(&turn);
  if (place_of_descriptor(fd) == ON_THE_DISK) record('C', fd, 0, NULL, 0);
  if (fd >= 0 && fd < DESCRIPTORS) places[fd] = ELSEWHERE;
  int answer = REAL(close)(fd);
  pthread_mutex_unlock(&turn);
  return answer;
}

/* libuv closes by the bare system call. */
long syscall(long number, ...) {
  long a[6];
  va_list more;
  va_start(more, number);
  for (int index = 0; index < 6; index++) a[index] = va_arg(more, long);
  va_end(more);
  if (number == SYS_close) return close((int)a[0]);
  return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static ssize_t written_at(int fd, const void *bytes, size_t length, off64_t position) {
  int half;
  pthread_mutex_lock(&turn);
  ssize_t written = -1;
  if (!fails(&half)) written = REAL(pwrite64)(fd, bytes, length, position);
  else if (half) {
    written = REAL(pwrite64)(fd, bytes, length / 2, position);
    after_half();
    if (written == 0) written = -1;
  }
  if (written > 0) record('W', fd, (uint64_t)position, bytes, (size_t)written);
  pthread_mutex_unlock(&turn);
  return written;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t position) {
  if (place_of_descriptor(fd) == ON_THE_DISK) return written_at(fd, bytes, length, position);
  return REAL(pwrite64)(fd, bytes, length, position);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t position) {
  return pwrite64(fd, bytes, length, position);
}

/* Where the descriptor stands; for one that appends, the end. */
static off64_t position_of(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return lseek64(fd, 0, (flags & O_APPEND) != 0 ? SEEK_END : SEEK_CUR);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  enum place place = place_of_descriptor(fd);
  if (place == ON_THE_DISK) {
    off64_t position = position_of(fd);
    ssize_t written = written_at(fd, bytes, length, position);
    if (written > 0) lseek64(fd, position + written, SEEK_SET);
    return written;
  }
  if (place == NOTES) {
    pthread_mutex_lock(&turn);
    record('M', fd, (uint64_t)calls | (uint64_t)reads << 32, bytes, length);
    pthread_mutex_unlock(&turn);
  }
  return REAL(write)(fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  ssize_t all = 0;
  if (place_of_descriptor(fd) != ON_THE_DISK) return REAL(writev)(fd, parts, count);
  for (int part = 0; part < count; part++) {
    ssize_t written = write(fd, parts[part].iov_base, parts[part].iov_len);
    if (written < 0) return all > 0 ? all : -1;
    all += written;
    if ((size_t)written < parts[part].iov_len) break;
  }
  return all;
}

static int fails_to_read(int fd) {
  if (place_of_descriptor(fd) != ON_THE_DISK) return 0;
  pthread_mutex_lock(&turn);
  reads += 1;
  int met = fault != NULL && strcmp(fault, "read") == 0 && is_met(reads);
  pthread_mutex_unlock(&turn);
  if (met) errno = EIO;
  return met;
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t position) {
  return fails_to_read(fd) ? -1 : REAL(pread64)(fd, bytes, length, position);
}

ssize_t read(int fd, void *bytes, size_t length) {
  return fails_to_read(fd) ? -1 : REAL(read)(fd, bytes, length);
}

/* Roads that the product does not take: whoever takes one must learn that it would not be recorded. */
ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
  if (place_of_descriptor(out) == ON_THE_DISK) abort();
  return REAL(sendfile64)(out, in, offset, count);
}

int ftruncate64(int fd, off64_t length) {
  if (place_of_descriptor(fd) != ON_THE_DISK) return REAL(ftruncate64)(fd, length);
  struct stat64 now;
  pthread_mutex_lock(&turn);
  int grows = fstat64(fd, &now) == 0 && now.st_size < length;
  int answer = (grows ? refused() : refused_where_broken()) ? -1 : REAL(ftruncate64)(fd, length);
  if (answer == 0) record('T', fd, (uint64_t)length, NULL, 0);
  pthread_mutex_unlock(&turn);
  return answer;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int truncate(const char *path, off_t length) {
  if (place_of(path) == ON_THE_DISK) abort();
  return REAL(truncate)(path, length);
}

static int synced(int fd) {
  pthread_mutex_lock(&turn);
  int answer = refused() ? -1 : 0;
  if (answer == 0) record('S', fd, 0, NULL, 0);
  pthread_mutex_unlock(&turn);
  return answer;
}

/* The real disk is not waited for: what was synced is told by the record. */
int fsync(int fd) {
  return place_of_descriptor(fd) == ON_THE_DISK ? synced(fd) : REAL(fsync)(fd);
}

int fdatasync(int fd) {
  return place_of_descriptor(fd) == ON_THE_DISK ? synced(fd) : REAL(fdatasync)(fd);
}

int rename(const char *from, const char *to) {
  if (place_of(from) != ON_THE_DISK && place_of(to) != ON_THE_DISK) return REAL(rename)(from, to);
  if (place_of(from) != place_of(to)) abort();
  pthread_mutex_lock(&turn);
  int answer = refused() ? -1 : REAL(rename)(from, to);
  if (answer == 0) record_names('R', from, to);
  pthread_mutex_unlock(&turn);
  return answer;
}

static int removed(const char *path, int (*really)(const char *)) {
  if (place_of(path) != ON_THE_DISK) return really(path);
  pthread_mutex_lock(&turn);
  int answer = access(path, F_OK) == 0 && refused_where_broken() ? -1 : really(path);
  if (answer == 0) record('U', 0, 0, inside(path), strlen(inside(path)));
  pthread_mutex_unlock(&turn);
  return answer;
}

int unlink(const char *path) { return removed(path, REAL(unlink)); }
int remove(const char *path) { return removed(path, REAL(remove)); }

int unlinkat(int at, const char *path, int flags) {
  char whole[PATH_MAX];
  if (flags == 0 && whole_path(at, path, whole)) return unlink(whole);
  return REAL(unlinkat)(at, path, flags);
}

int link(const char *from, const char *to) {
  if (place_of(to) == ON_THE_DISK) abort();
  return REAL(link)(from, to);
}
