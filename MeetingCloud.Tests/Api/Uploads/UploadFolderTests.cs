using MeetingCloud.Api.Uploads;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Api.Uploads;

public sealed class UploadFolderTests
{
    [Fact]
    public void Upload_LeavesNothing_WhenItIsDeleted_WhateverItsProcessWasWritingWhenItDied()
    {
        var root = Directory.CreateTempSubdirectory("mc-uploads-");
        try
        {
            var folder = new UploadFolder(new BlobStoreOptions { RootPath = root.FullName });
            foreach (var extension in new[] { "json", "json.new", "bytes", "doubtful", "doubtful.new", "lock" })
            {
                File.WriteAllText(Path.Combine(root.FullName, "incoming", $"u1.{extension}"), "");
            }

            folder.Delete("u1");

            // Else each sweep would find it again.
            Assert.Empty(folder.List());
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
