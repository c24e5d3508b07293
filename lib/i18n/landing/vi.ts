/**
 * The landing page in Vietnamese.
 *
 * @module
 */

import type { LandingMessages } from "../catalogue.ts";

/** Vietnamese texts. */
export const vi: LandingMessages = {
  title: "Cuộc trò chuyện thú vị tiếp theo chỉ cách một lần bấm.",
  lead:
    "Parley đưa bạn đến trước mặt một người khác, ở đâu đó trên thế giới, ngay lúc này. Không tài khoản, không ứng dụng, không phải điền gì cả.",
  ctaNote: "Bạn chỉ cần camera, micro và một chút thời gian.",
  pictureLabel: "Hai người gặp nhau",
  howTitle: "Cách hoạt động",
  steps: [
    {
      title: "Bấm Bắt đầu",
      text: "Trình duyệt sẽ xin quyền dùng camera và micro. Bạn hãy đồng ý.",
    },
    {
      title: "Gặp một người",
      text:
        "Chúng tôi chọn người hợp với mong muốn của bạn, ưu tiên ai đã chờ lâu nhất.",
    },
    {
      title: "Trò chuyện hoặc đi tiếp",
      text:
        "Nói bao lâu tùy thích. Bấm Tiếp để gặp người khác, bấm Dừng để rời đi.",
    },
  ],
  promisesTitle: "Những điều bạn có thể tin",
  promises: [
    {
      title: "Đi thẳng giữa hai trình duyệt",
      text:
        "Hình ảnh và giọng nói của bạn đến thẳng người kia. Chúng tôi không ghi lại và cũng không thể xem.",
    },
    {
      title: "Bạn chọn người mình gặp",
      text:
        "Tất cả mọi người, chỉ nữ hay chỉ nam, từ bất cứ đâu hay từ những nước bạn chọn. Phải hợp ý cả hai bên.",
    },
    {
      title: "Không tài khoản, không dấu vết",
      text:
        "Chúng tôi chỉ biết bạn qua một con số ngẫu nhiên trong cookie, và nó hết hạn sau 30 ngày.",
    },
    {
      title: "Lỗi gì cũng nói rõ",
      text: "Nếu cuộc gọi không thành, bạn sẽ biết vì sao và nên làm gì.",
    },
  ],
  closing: "Nào, hãy chào một người mới.",
};
