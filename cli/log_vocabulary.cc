#include "cli/log_vocabulary.h"

#include <algorithm>

namespace cwlogs {
namespace {

using Patterns = const std::string_view[];

// --- addresses and identifiers. Public addresses are those of RFC 5737 and RFC 3849.
// ----------------
constexpr Patterns kIp = {"192.0.2.{1-254}", "198.51.100.{1-254}", "203.0.113.{1-254}"};
constexpr Patterns kIpOrV6 = {"{ip}", "{ip}", "{ip}", "2001:db8:{x4}:{x4}::{x3}"};
constexpr Patterns kPrivateIp = {"10.0.{0-7}.{4-250}", "172.31.{0-47}.{4-250}"};
constexpr Patterns kUuid = {"{x8}-{x4}-4{x3}-{8|9|a|b}{x3}-{x12}"};
constexpr Patterns kThousand = {"{100-999}"};

// --- web servers
// -----------------------------------------------------------------------------------
constexpr Patterns kPath = {
    "/",
    "/index.html",
    "/healthz",
    "/login",
    "/cart",
    "/favicon.ico",
    "/robots.txt",
    "/api/v1/orders",
    "/api/v1/orders/{10000-99999}",
    "/api/v1/orders/{10000-99999}/items?page={1-9}&per_page={20|50|100}",
    "/api/v1/users/{100-9999}/profile",
    "/api/v2/search?q={coffee|running+shoes|%E3%82%B3%E3%83%BC%E3%83%92%E3%83%BC|usb-c+cable}&sort="
    "{price|rank|newest}&limit={10|20|50}",
    "/products/{camera|desk-lamp|green-tea|notebook}-{1000-9999}",
    "/static/js/app.{x8}.js",
    "/static/js/vendor.{x8}.js",
    "/static/css/main.{x8}.css",
    "/images/products/{1000-9999}/{small|medium|large}.{webp|jpg|png}",
    "/fonts/NotoSansJP-{Regular|Bold}.woff2",
    "/wp-login.php",
    "/.env",
};
constexpr Patterns kRequest = {
    "GET {path} HTTP/1.1",
    "GET {path} HTTP/1.1",
    "GET {path} HTTP/2.0",
    "GET {path} HTTP/2.0",
    "HEAD {path} HTTP/1.1",
    "POST /api/v1/orders HTTP/1.1",
    "POST /api/v1/sessions HTTP/2.0",
    "PUT /api/v1/orders/{10000-99999} HTTP/1.1",
    "DELETE /api/v1/cart/items/{1-99} HTTP/1.1",
    "OPTIONS /api/v1/orders HTTP/2.0",
};
constexpr Patterns kStatusBytes = {
    "200 {312-48211}", "200 {312-48211}", "200 {612-9999}", "200 {612-9999}", "200 {612-9999}",
    "201 {180-920}",   "304 0",           "304 0",          "{rare_status}",
};
constexpr Patterns kRareStatus = {
    "204 0",         "301 {162-178}", "302 {0-154}",    "400 {150-157}", "401 {172-195}",
    "403 {146-153}", "404 {146-555}", "500 {170-2210}", "502 {150-157}", "503 {190-197}",
};
constexpr Patterns kReferer = {
    "-",
    "-",
    "https://www.example.com/",
    "https://www.example.com/products/{camera|desk-lamp|green-tea|notebook}-{1000-9999}",
    "https://shop.example.jp/search?q=%E6%97%A5%E6%9C%AC%E8%8C%B6&page={1-9}",
    "https://www.example.org/blog/2022/06/{how-we-deploy|summer-sale|release-notes}",
};
constexpr Patterns kUserAgent = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{99-103}.0.{4844-5060}.{51-134} Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{99-103}.0.{4844-5060}.{51-134} Safari/537.36 Edg/{99-103}.0.{1150-1264}.{30-77}",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/15.{0-5} Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_{0-5} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/15.{0-5} Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:{91-101}.0) Gecko/20100101 Firefox/{91-101}.0",
    "Mozilla/5.0 (Linux; Android {10|11|12}; Pixel {4|5|6}) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{99-103}.0.{4844-5060}.{51-134} Mobile Safari/537.36",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "ELB-HealthChecker/2.0",
    "curl/7.{68-83}.{0-1}",
    "python-requests/2.{25-28}.1",
    "okhttp/4.{9|10}.{0-3}",
};
constexpr Patterns kCommonLine = {
    "{ip} - {-|-|-|alice|batch} [{time}] \"{request}\" {status_bytes}"};
constexpr Patterns kNginxLine = {
    "{ip_or_v6} - {-|-|-|-|admin} [{time}] \"{request}\" {status_bytes} \"{referer}\" "
    "\"{user_agent}\""};
constexpr Patterns kCombinedLine = {"{common_line} \"{referer}\" \"{user_agent}\""};

// --- syslog
// ----------------------------------------------------------------------------------------
constexpr Patterns kSshUser = {"root", "admin", "ec2-user", "ubuntu", "oracle", "test", "git"};
constexpr Patterns kFirewallDrop = {
    "[{10000-99999}.{100000-999999}] DROP IN=eth0 OUT= MAC=0e:{x2}:{x2}:{x2}:{x2}:{x2}:0e:{x2}:{x2}"
    ":{x2}:{x2}:{x2}:08:00 SRC={ip} DST={private_ip} LEN={40|44|52|60} TOS=0x00 PREC=0x00 TTL="
    "{37-250} ID={1-65535} DF PROTO=TCP SPT={1024-65535} DPT={22|23|445|3389|8080} WINDOW="
    "{1024|14600|29200|65535} RES=0x00 SYN URGP=0"};
constexpr Patterns kSyslogBody = {
    "sshd[{1000-32767}]: Accepted publickey for ec2-user from {ip} port {1024-65535} ssh2: RSA "
    "SHA256:{x43}",
    "sshd[{1000-32767}]: Failed password for invalid user {ssh_user} from {ip} port {1024-65535} "
    "ssh2",
    "sshd[{1000-32767}]: Invalid user {ssh_user} from {ip} port {1024-65535}",
    "sshd[{1000-32767}]: Connection closed by authenticating user {ssh_user} {ip} port "
    "{1024-65535} [preauth]",
    "sshd[{1000-32767}]: pam_unix(sshd:session): session opened for user ec2-user by (uid=0)",
    "sshd[{1000-32767}]: Disconnected from user ec2-user {ip} port {1024-65535}",
    "kernel: {firewall_drop}",
    "kernel: [{10000-99999}.{100000-999999}] Out of memory: Killed process {1000-32767} (java) "
    "total-vm:{4000000-9000000}kB, anon-rss:{1000000-3900000}kB, file-rss:0kB, shmem-rss:0kB, "
    "UID:1000 pgtables:{4000-9000}kB oom_score_adj:0",
    "kernel: [{10000-99999}.{100000-999999}] TCP: request_sock_TCP: Possible SYN flooding on port "
    "443. Sending cookies.  Check SNMP counters.",
    "CRON[{1000-32767}]: (root) CMD (run-parts --report /etc/cron.hourly)",
    "CRON[{1000-32767}]: (www-data) CMD (/usr/bin/php /srv/app/artisan schedule:run >> /dev/null "
    "2>&1)",
    "systemd[1]: Started Session {1-4999} of User ec2-user.",
    "systemd[1]: Starting Cleanup of Temporary Directories...",
    "systemd[1]: session-{1-4999}.scope: Deactivated successfully.",
    "systemd[1]: nginx.service: Main process exited, code=exited, status=1/FAILURE",
    "sudo: ec2-user : TTY=pts/0 ; PWD=/home/ec2-user ; USER=root ; COMMAND=/usr/bin/systemctl "
    "restart {nginx|php-fpm|sshd}",
    "dhclient[{600-999}]: DHCPREQUEST on eth0 to 10.0.0.1 port 67 (xid=0x{x8})",
    "chronyd[{600-999}]: Selected source 169.254.169.123",
    "amazon-ssm-agent[{1000-2999}]: INFO [HealthCheck] HealthCheck reporting agent health.",
    "dockerd[{1000-2999}]: level=info msg=\"ignoring event\" container={x64} module=libcontainerd "
    "namespace=moby topic=/tasks/delete type=\"*events.TaskDelete\"",
};
constexpr Patterns kSyslogLine = {"{time} {host} {syslog_body}"};

// --- VPC flow logs
// ---------------------------------------------------------------------------------
constexpr Patterns kServerPort = {"22",  "53",  "80",   "123",  "443",
                                  "443", "443", "3306", "5432", "8080"};
constexpr Patterns kFlow = {
    "{ip} {private_ip} {1024-65535} {server_port}",
    "{private_ip} {ip} {1024-65535} {server_port}",
    "{private_ip} {ip} {server_port} {1024-65535}",
    "{private_ip} {private_ip} {1024-65535} {server_port}",
};
constexpr Patterns kTraffic = {
    "6 1 {40|44|52|60}",
    "6 {5-30} {1000-9999}",
    "6 {31-900} {20000-1200000}",
    "6 {900-9000} {1200000-12000000}",
    "17 1 {76-512}",
    "17 {2-6} {152-3072}",
};
constexpr Patterns kVpcRecord = {
    "{flow} {traffic} {start} {end} {ACCEPT|ACCEPT|ACCEPT|ACCEPT|REJECT} OK",
    "{flow} {traffic} {start} {end} {ACCEPT|ACCEPT|ACCEPT|ACCEPT|REJECT} OK",
    "{flow} {traffic} {start} {end} {ACCEPT|ACCEPT|ACCEPT|ACCEPT|REJECT} OK",
    "{ip} {private_ip} 0 0 1 {1-4} {84-336} {start} {end} REJECT OK",
    "{ip} {private_ip} {1024-65535} {22|23|445|3389} 6 1 40 {start} {end} REJECT OK",
    "{flow} {traffic} {start} {end} {ACCEPT|REJECT} OK",
    "{flow} {traffic} {start} {end} ACCEPT OK",
    "{private_ip} {private_ip} {1024-65535} 443 6 {5-30} {1000-9999} {start} {end} ACCEPT OK",
    "{flow} {traffic} {start} {end} ACCEPT OK",
    "- - - - - - - {start} {end} - {NODATA|NODATA|NODATA|SKIPDATA}",
};
constexpr Patterns kVpcLine = {"2 {account} {eni} {vpc_record}"};

constexpr Word kWords[] = {
    {"combined_line", kCombinedLine},
    {"common_line", kCommonLine},
    {"firewall_drop", kFirewallDrop},
    {"flow", kFlow},
    {"ip", kIp},
    {"ip_or_v6", kIpOrV6},
    {"nginx_line", kNginxLine},
    {"path", kPath},
    {"private_ip", kPrivateIp},
    {"rare_status", kRareStatus},
    {"referer", kReferer},
    {"request", kRequest},
    {"server_port", kServerPort},
    {"ssh_user", kSshUser},
    {"status_bytes", kStatusBytes},
    {"syslog_body", kSyslogBody},
    {"syslog_line", kSyslogLine},
    {"thousand", kThousand},
    {"traffic", kTraffic},
    {"user_agent", kUserAgent},
    {"uuid", kUuid},
    {"vpc_line", kVpcLine},
    {"vpc_record", kVpcRecord},
};
static_assert(std::ranges::is_sorted(kWords, {}, &Word::name), "looked up by halving");

std::span<const std::string_view> find(std::span<const Word> words, std::string_view name) {
  const auto word = std::ranges::lower_bound(words, name, {}, &Word::name);
  if (word == words.end() || word->name != name) return {};
  return word->patterns;
}

}  // namespace

std::span<const std::string_view> patterns_named(std::string_view name) {
  const std::span<const std::string_view> patterns = find(kWords, name);
  return patterns.empty() ? find(application_words(), name) : patterns;
}

}  // namespace cwlogs
