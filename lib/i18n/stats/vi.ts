/**
 * The texts about a call's connection in Vietnamese.
 *
 * @module
 */

import type { StatsMessages } from "./messages.ts";

/** Vietnamese texts. */
export const statsVi: StatsMessages = {
  title: "Kết nối",
  badge: "Kết nối: {level}",
  levels: {
    excellent: "Rất tốt",
    good: "Tốt",
    fair: "Tạm được",
    poor: "Kém",
    unknown: "Đang đo",
  },
  reasons: {
    rtt: "Đường đến người kia khá dài.",
    loss: "Một phần dữ liệu bị mất trên đường.",
    jitter: "Dữ liệu đến không đều.",
    stalled: "Hiện không có gì đến được.",
  },
  rtt: "Đi và về (RTT)",
  lossIn: "Mất trên đường đến bạn",
  lossOut: "Mất trên đường đến họ",
  jitter: "Độ rung (jitter)",
  path: "Đường truyền",
  direct: "Trực tiếp, từ trình duyệt đến trình duyệt",
  relayed: "Qua máy chủ chuyển tiếp (TURN, {protocol})",
  relayedSomehow: "Qua máy chủ chuyển tiếp (TURN)",
  relayNeeded:
    "Mạng của bạn không cho phép đường trực tiếp. Máy chủ chỉ chuyển tiếp, không đọc được.",
  relayChosen:
    "Bạn đã chọn ẩn địa chỉ của mình. Máy chủ chỉ chuyển tiếp, không đọc được.",
  peerRelayed: "Người kia dùng máy chủ chuyển tiếp.",
  up: "Gửi đi",
  down: "Nhận về",
  you: "Bạn",
  them: "Người kia",
  unknown: "chưa rõ",
  showBandwidth: "Hiện băng thông",
  hideBandwidth: "Ẩn băng thông",
  bandwidth: "Băng thông",
  allFigures: "Tất cả số liệu",
  close: "Đóng",
  fallback: "Trang này tự đo cuộc gọi, tốn sức máy hơn một chút.",
  charts: {
    rtt: "Thời gian đi và về",
    loss: "Mất gói",
    up: "Đang gửi",
    down: "Đang nhận",
    fps: "Tốc độ khung hình",
    jitter: "Độ rung",
  },
  chart: "{name}: hiện tại {now}, từ {least} đến {most}",
  lastMinutes: "Hai phút vừa qua",
  picture: "Hình nhận được",
  freezes: "Bị đứng hình",
  sent: "Tổng đã gửi",
  received: "Tổng đã nhận",
  pageFps: "Tốc độ vẽ của trang",
  score: "Điểm ước tính (1 đến 5)",
  measuredBy: "Được đo bởi",
  worker: "luồng nền",
  page: "chính trang này",
};
