/**
 * Terms and privacy in Vietnamese.
 *
 * @module
 */

import type { LegalTexts } from "./document.ts";

/** Vietnamese legal pages. */
export const legalVi: LegalTexts = {
  terms: {
    title: "Quy tắc và điều khoản",
    lead:
      "Parley đưa những người xa lạ đến với nhau. Điều đó chỉ tốt đẹp khi ai cũng giữ vài quy tắc. Khi bấm Bắt đầu, bạn đồng ý với những quy tắc này.",
    sections: [
      {
        heading: "Chỉ dành cho người lớn",
        paragraphs: [
          "Bạn phải đủ 18 tuổi và là người thành niên theo luật nơi bạn sống. Nếu người trước mặt trông nhỏ tuổi hơn, hãy kết thúc cuộc gọi.",
        ],
      },
      {
        heading: "Cách cư xử",
        paragraphs: [
          "Hãy cho thấy khuôn mặt thật của bạn, không phát video quay sẵn, không nội dung tình dục. Không đe dọa, không thù ghét, không quấy rối, không bán hàng, không xin tiền.",
          "Không ghi hình hay chụp ảnh người kia, không kể lại những gì họ nói với bạn. Họ tin bạn như bạn tin họ.",
          "Không hỏi tên, địa chỉ, tiền hay mật khẩu, và cũng đừng cho biết của mình.",
        ],
      },
      {
        heading: "Điều bạn luôn có thể làm",
        paragraphs: [
          "Rời đi. Nút Tiếp và Dừng có hiệu lực ngay và không cần lý do.",
        ],
      },
      {
        heading: "Chúng tôi làm gì và không thể làm gì",
        paragraphs: [
          "Chúng tôi giới thiệu hai trình duyệt với nhau. Sau đó video đi giữa hai bên mà không qua nơi nào chúng tôi có thể xem, nên chúng tôi không thể hứa bạn sẽ gặp ai hay thấy gì.",
          "Người vi phạm quy tắc có thể bị chặn. Dịch vụ được cung cấp như hiện có: có thể gián đoạn, thay đổi hoặc ngừng hoạt động.",
        ],
      },
    ],
  },
  addressServers:
    "Để biết địa chỉ của mình, trình duyệt của bạn hỏi {servers}. Bên vận hành các máy chủ này thấy địa chỉ đó và không thấy gì trong cuộc gọi của bạn.",
  privacy: {
    title: "Quyền riêng tư",
    lead:
      "Chúng tôi biết rất ít về bạn, và tất cả đều nằm trong trang này. Không tài khoản, không quảng cáo, không công cụ theo dõi của bên ngoài.",
    sections: [
      {
        heading: "Hình ảnh và giọng nói của bạn",
        paragraphs: [
          "Chúng đi thẳng từ trình duyệt của bạn đến trình duyệt của người kia và được mã hóa. Chúng tôi không ghi, không lưu, không xem. Khi hai mạng không cho kết nối trực tiếp, một máy chủ chuyển tiếp có thể chuyển các gói đã mã hóa; nó cũng không đọc được.",
          "Những gì hai bạn viết cho nhau cũng đi như vậy. Chúng tôi không xem và không giữ lại gì; bấm Tiếp hoặc Dừng thì nội dung biến mất khỏi trang của bạn. Người kia có thể đã sao chép trước đó.",
          "Để kết nối trực tiếp, hai trình duyệt phải cho nhau biết địa chỉ mạng. Vì vậy, với công cụ phù hợp, người nói chuyện với bạn có thể biết địa chỉ IP của bạn.",
        ],
      },
      {
        heading: "Con số mà chúng tôi biết bạn qua đó",
        paragraphs: [
          "Một cookie chứa con số ngẫu nhiên có chữ ký, để ghép hai người thành một cuộc gọi. Nó không nói gì về bạn và hết hạn sau 30 ngày. Một cookie khác giữ ngôn ngữ của bạn. Cookie thứ ba chỉ tồn tại mười giây, cho trang trò chuyện biết rằng nó đang được tải lại.",
          "Lựa chọn muốn gặp ai được giữ trong trình duyệt của bạn, và chỉ ở chỗ chúng tôi trong lúc bạn chờ.",
        ],
      },
      {
        heading: "Những gì chỉ giữ trong chốc lát",
        paragraphs: [
          "Để giới thiệu hai trình duyệt, máy chủ giữ dữ liệu kết nối của họ, trong đó có địa chỉ mạng, trong suốt cuộc gọi. Dữ liệu bị xóa khi cuộc gọi kết thúc, hoặc khoảng bốn phút sau khi một trình duyệt biến mất không báo trước. Những gì sót lại khi máy chủ bị ngắt đúng lúc đó sẽ bị xóa trong vòng một ngày.",
          "Máy chủ cũng nhớ trong một giờ những con số nào vừa gặp nhau, để bạn gặp người khác trước.",
        ],
      },
      {
        heading: "Chúng tôi đo những gì",
        paragraphs: [
          "Diễn biến cuộc gọi: mất bao lâu để tìm được người và thấy hình, có kết nối được không, cuộc gọi kết thúc thế nào, và có dùng máy chủ chuyển tiếp hay không. Từng báo cáo được giữ 7 ngày, sau đó chỉ còn số liệu theo giờ và theo ngày.",
          "Trong lúc bạn trò chuyện, cứ vài giây một lần: tình trạng kết nối, gồm tốc độ, độ trễ, mất gói, kích thước hình, loại đường truyền, cùng loại thiết bị và trình duyệt. Những gì về từng cuộc gọi được giữ 7 ngày.",
          "Yêu cầu gửi đến máy chủ: bao nhiêu, mất bao lâu, lớn cỡ nào, đếm theo loại trang. Số người truy cập khác nhau được ước tính từ những con số đã xáo trộn, từ đó không thể đọc ra con số của bạn.",
          "Chúng tôi không lưu địa chỉ IP trong các số liệu này.",
          "Ai thử mật khẩu của người vận hành sẽ để lại một dấu vết đã xáo trộn của địa chỉ, không thể đọc ra địa chỉ từ đó, trong 90 ngày.",
        ],
      },
      {
        heading: "Bạn có thể làm gì",
        paragraphs: [
          "Xóa cookie của trang này, và mối liên hệ giữa bạn với con số đó sẽ mất. Không còn gì khác ở đây dẫn đến bạn.",
        ],
      },
    ],
  },
};
